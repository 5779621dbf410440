/**
 * The codes of a peer that breaks the protocol.
 *
 * @module
 */
import type { ProtocolErrorCode } from "@fluxwire/wire";
import type { ErrorSection } from "./section.ts";

/** One section for each code of a `ProtocolError`. */
export const PROTOCOL_SECTIONS: Readonly<Record<ProtocolErrorCode, ErrorSection>> = {
  FrameTooLong: {
    happened:
      "A frame announces more than the 16 MiB, or before Hello 64 KiB, that a frame may have. Its payload was not read.",
    causes: [
      "A result is larger than the protocol can carry.",
      "The peer speaks another protocol: the first 4 bytes of a text are a very large length.",
    ],
    remedy: "Request less, with LIMIT; or see what the first bytes are.",
    commands: ["deno task probe decode --layout 0.7.1 --role response --framed FILE"],
  },
  FrameEmpty: {
    happened: "A frame announces zero bytes. A message is never empty.",
    causes: ["The peer writes the length before it has encoded the message.", "The peer sends zeros as a heartbeat."],
    remedy: "Correct the peer: a frame is 4 bytes of length, little-endian, then that many bytes.",
    commands: ["deno task probe hello --socket ID"],
  },
  FrameTimeout: {
    happened: "A frame began to arrive and was not complete in time (`frameTimeoutMs`).",
    causes: [
      "The peer announces more bytes than it writes.",
      "The peer was stopped, or its machine went to sleep, in the middle of a frame.",
    ],
    remedy: "Correct the length that the peer writes: it counts the bytes that follow it.",
    commands: ["deno task probe hello --socket ID"],
  },
  HandshakeTimeout: {
    happened:
      "Hello was not answered in time after the connection was accepted; on a driver's side, Hello did not arrive in time.",
    causes: [
      "The driver waits for more bytes than were sent: it may read another frame format.",
      "The driver serves one connection at a time, and another one is open.",
      "Another program listens on that socket.",
      "A driver has more connections without Hello than `maxStrangers`: it closes the one that was silent longest.",
    ],
    remedy:
      "Close other connections and try again with more time; see what the driver logs. If more than 64 hosts connect to " +
      "a driver of the SDK at once, start it with `--limit maxStrangers=N`.",
    commands: ["deno task probe hello --socket ID --timeout 60000", "deno task probe hello -- COMMAND ARGS"],
  },
  HeaderUnreadable: {
    happened: "A frame has no readable envelope: version, request id or session is missing, so it cannot be answered.",
    causes: ["The peer uses another format, or another layout than in Hello.", "The bytes are damaged."],
    remedy: "See what each byte is, and where reading stops.",
    commands: ["deno task probe decode --layout 0.7.1 --role response --annotate FILE"],
  },
  WrongCodec: {
    happened: "The peer answers in the other codec: bincode is spoken up to DBFlux 0.6, postcard since 0.7.",
    causes: ["The driver is made for another release than the one that the probe imitated."],
    remedy: "Choose the driver's release by --layout, or omit --layout, which detects it.",
    commands: ["deno task probe hello --socket ID --layout auto", "deno task probe hello --socket ID --layout 0.6"],
  },
  WrongLayout: {
    happened: "The peer answers in the layout of an older release than the one that the probe imitated.",
    causes: ["The driver is made for that older release."],
    remedy: "Choose that release, which the message names, or omit --layout, which detects it.",
    commands: ["deno task probe hello --socket ID --layout auto"],
  },
  NoCommonLayout: {
    happened:
      "For every release that was tried, the driver closed the connection without an answer, or answered in another layout.",
    causes: [
      "The driver cannot read Hello, because it is made for a newer release, or for one before 0.4.",
      "The driver ends when it receives a message.",
      "Another program listens on that socket.",
    ],
    remedy: "See what the driver logs when it closes the connection, and which release it is made for.",
    commands: [
      "deno task probe hello --layout 0.7.1 -- COMMAND ARGS",
      "deno task probe hello --socket ID --layout 0.8",
    ],
  },
  RequestIdMismatch: {
    happened: "An answer's id matches no open request on this connection.",
    causes: [
      "The driver answers twice, or invents ids.",
      "The driver sends intermediate frames, which DBFlux does not understand.",
    ],
    remedy: "The driver must answer each request once, with the request's id.",
    commands: ["deno task probe ping --socket ID"],
  },
  VersionDrift: {
    happened: "The peer uses another protocol version than the negotiated one.",
    causes: ["The driver selects a version that Hello did not offer.", "The driver always writes the same version."],
    remedy: "The driver must select an offered version, and write it in every later envelope.",
    commands: ["deno task probe hello --socket ID --json"],
  },
  UnexpectedResponse: {
    happened: "The answer is of another kind than the request's.",
    causes: ["The driver has swapped two answers.", "The layouts differ, so that variants have other numbers."],
    remedy: "See which answer each request has, and in which layout the driver writes.",
    commands: ["deno task probe list", "deno task probe describe DriverResponseBody --layout 0.7.1"],
  },
  QueueFull: {
    happened: "More bytes wait for the peer to read them than the limit allows (`maxQueuedBytes`).",
    causes: ["The peer does not read its answers.", "The peer is suspended, or sends requests faster than it reads."],
    remedy: "Correct the peer so that it reads while it writes; request less at a time.",
    commands: ["deno task probe ping --socket ID"],
  },
};
