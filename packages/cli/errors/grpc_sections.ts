/**
 * The codes of calls over gRPC that fail before, or instead of, an answer of the service.
 *
 * @module
 */
import type { GrpcErrorCode } from "@fluxwire/grpc";
import type { ErrorSection } from "./section.ts";

/** One section for each code of a `GrpcError` that Fluxwire's own ends give; the other codes are those of services. */
export const GRPC_SECTIONS: Readonly<Record<GrpcErrorCode, ErrorSection>> = {
  CANCELLED: {
    happened: "The call was cancelled before its answer.",
    causes: [
      "The caller aborted the call's signal, or left the loop over its answers.",
      "The client's connection ended: the handler's signal aborts with this code.",
    ],
    remedy: "Nothing, if the cancel was meant. Otherwise see what aborts the signal: the error's cause is its reason.",
    commands: ["deno task fluxwire explain UNAVAILABLE"],
  },
  UNKNOWN: {
    happened: "The handler threw something that is no `GrpcError`, or the answer is not one of gRPC.",
    causes: [
      "The handler has a defect: the server's log has the error, which never crosses the wire.",
      "Another server answers there: its content type is not `application/grpc`.",
    ],
    remedy: "See the server's log. Throw a `GrpcError` for failures that callers should understand.",
    commands: ["curl --http2-prior-knowledge -v http://HOST:PORT/"],
  },
  DEADLINE_EXCEEDED: {
    happened: "The call was not answered within its time limit.",
    causes: [
      "The handler takes longer than `timeoutMs`.",
      "The handler waits for another call, whose limit is longer.",
      "A peer is suspended, or does not read.",
    ],
    remedy: "Give the call more time, or let the handler use its context's `signal` and `deadline`.",
    commands: ["deno task fluxwire explain UNAVAILABLE"],
  },
  PERMISSION_DENIED: {
    happened: "The service, or a proxy before it (HTTP 403), refuses this caller.",
    causes: ["The caller's token is another one's, or allows less.", "The peer demands a safer connection."],
    remedy: "Send the metadata that the service wants.",
    commands: ["curl --http2-prior-knowledge -v http://HOST:PORT/"],
  },
  RESOURCE_EXHAUSTED: {
    happened: "A limit was passed: the message is too long, or too much waits.",
    causes: [
      "A message is longer than `maxReceiveBytes` of its receiver, or `maxSendBytes` of its sender: 4 MiB unless set.",
      "The peer does not take what is sent to it: `maxQueuedBytes` of one stream.",
      "The metadata of a call exceed `maxHeaderListBytes`.",
      "More calls wait for the server than `maxWaitingCalls`.",
    ],
    remedy: "Send less at a time, as a stream; or set the limit that the message names, on both ends.",
    commands: ["deno task fluxwire explain ENHANCE_YOUR_CALM"],
  },
  UNIMPLEMENTED: {
    happened: "The server has no handler for the method, or cannot read what was sent.",
    causes: [
      "The server is older, or serves another service on that address.",
      "Package or name of the service differs between the two ends.",
      "The message is compressed: send it without compression.",
    ],
    remedy: "Compare the path in the message with the server's services.",
    commands: ["curl --http2-prior-knowledge -v http://HOST:PORT/"],
  },
  INTERNAL: {
    happened: "The peer broke the rules of gRPC or of HTTP/2, or a message could not be decoded.",
    causes: [
      "The definitions of the two ends differ.",
      "A unary call has no message, or two.",
      "The peer reset the stream with an error of HTTP/2, which the message names.",
      "A proxy cut the answer.",
    ],
    remedy: "Compare the definitions on both ends; see the peer's log.",
    commands: ["deno task fluxwire explain PROTOCOL_ERROR"],
  },
  UNAVAILABLE: {
    happened: "There is no connection for the call: it may be tried again on a new one.",
    causes: [
      "The server stopped, was killed, or closed the connection. A call that ran may have been done or not.",
      "The server is stopping and refuses new calls.",
      "The channel was closed.",
    ],
    remedy: "Connect anew. Repeat a call that ran only if doing it twice is harmless.",
    commands: ["ss -xlp", "ss -tlnp"],
  },
  UNAUTHENTICATED: {
    happened: "The service, or a proxy before it (HTTP 401), does not know who calls.",
    causes: ["The call has no token, or one that has ended."],
    remedy: "Send the metadata that the service wants.",
    commands: ["curl --http2-prior-knowledge -v http://HOST:PORT/"],
  },
};
