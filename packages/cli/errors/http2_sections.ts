/**
 * The codes with which a connection of HTTP/2 ends.
 *
 * @module
 */
import type { Http2ErrorCode } from "@fluxwire/grpc";
import type { ErrorSection } from "./section.ts";

/** See what a peer sends and receives. */
const TRACE = ["GODEBUG=http2debug=2 COMMAND", "GRPC_TRACE=http GRPC_VERBOSITY=DEBUG COMMAND"];

/** One section for each code of HTTP/2 in a `ProtocolError`. */
export const HTTP2_SECTIONS: Readonly<Record<Http2ErrorCode, ErrorSection>> = {
  PROTOCOL_ERROR: {
    happened: "The peer sent a frame that HTTP/2 does not allow, or something else than HTTP/2.",
    causes: [
      "The client speaks HTTP/1.1, or TLS to a server without it.",
      "The peer's library has a defect, which the message describes.",
    ],
    remedy: "Use a client of gRPC, with TLS on both ends or neither.",
    commands: ["curl --http2-prior-knowledge -v http://HOST:PORT/", ...TRACE],
  },
  FLOW_CONTROL_ERROR: {
    happened: "The peer sent more than its window allows, or made ours too large.",
    causes: ["The peer's library does not count the bytes that it sends."],
    remedy: "Correct or replace the peer's library.",
    commands: TRACE,
  },
  SETTINGS_TIMEOUT: {
    happened: "The peer connected and did not begin HTTP/2 in time (`handshakeTimeoutMs`).",
    causes: [
      "The peer opens connections before it needs them, and says nothing.",
      "The peer waits for the other end to speak first, as another protocol does.",
      "The peer is suspended.",
    ],
    remedy: "Connect when there is something to call; or give more time.",
    commands: ["curl --http2-prior-knowledge -v http://HOST:PORT/"],
  },
  STREAM_CLOSED: {
    happened: "The peer sent headers on a stream that is over.",
    causes: ["The peer's library has a defect: a stream's number is used once."],
    remedy: "Correct or replace the peer's library.",
    commands: TRACE,
  },
  FRAME_SIZE_ERROR: {
    happened: "A frame is longer than 16,384 bytes, or has another length than its type demands.",
    causes: ["The peer sends its messages in frames of any size.", "What arrives is another protocol."],
    remedy: "Correct the peer: SETTINGS_MAX_FRAME_SIZE bounds every frame.",
    commands: TRACE,
  },
  COMPRESSION_ERROR: {
    happened: "A header block cannot be decoded, so that the tables of both ends differ from here on.",
    causes: ["The peer's library has a defect.", "The bytes were damaged on the way."],
    remedy: "Correct or replace the peer's library.",
    commands: TRACE,
  },
  ENHANCE_YOUR_CALM: {
    happened: "The peer does more than a limit allows, of the kind that attacks do.",
    causes: [
      "Streams are opened and reset in large numbers: `maxResets`, `resetsPerSecond`.",
      "The peer makes the other end answer and does not read: `maxControlFrames`.",
      "Header blocks have too many parts: `maxContinuations`.",
    ],
    remedy: "Cancel fewer calls at once, read while writing, or set the limit that the message names.",
    commands: TRACE,
  },
};
