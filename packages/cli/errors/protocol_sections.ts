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
      "A frame announces more bytes than a frame may have: 16 MiB, before Hello 64 KiB (`maxHelloBytes`). Nothing of it was read.",
    causes: [
      "A result is larger than the protocol can carry.",
      "What speaks there is something else: the first 4 bytes of a text are a very large length.",
    ],
    remedy: "Ask for less, with LIMIT; or see what the first bytes are.",
    commands: ["deno task probe decode --layout 0.7.1 --role response --framed FILE"],
  },
  FrameEmpty: {
    happened: "A frame announces no bytes. There is no empty message.",
    causes: ["The peer writes the length of something it has not encoded.", "The peer sends zeros as a sign of life."],
    remedy: "Mend what writes the frames: 4 bytes of length, little-endian, then that many bytes.",
    commands: ["deno task probe hello --socket ID"],
  },
  FrameTimeout: {
    happened: "A frame began to arrive and was not complete in time (`frameTimeoutMs`).",
    causes: [
      "The peer announces more bytes than it writes.",
      "The peer was stopped, or its machine sleeps, in the middle of a frame.",
    ],
    remedy: "Mend the length that the peer writes; it counts the bytes behind it.",
    commands: ["deno task probe hello --socket ID"],
  },
  HandshakeTimeout: {
    happened: "The connection was accepted, and Hello was not answered in time; or, on a driver's side, never came.",
    causes: [
      "The driver waits for more bytes than were sent: it may read another frame format.",
      "The driver handles one connection at a time, and another one is open.",
      "Something else listens on that socket.",
      "A driver has many connections that do not say Hello (`maxStrangers`): the one that was silent longest goes first.",
    ],
    remedy: "Close other connections and try again with more time; see what the driver logs.",
    commands: ["deno task probe hello --socket ID --timeout 60000", "deno task probe hello -- COMMAND ARGS"],
  },
  HeaderUnreadable: {
    happened: "A frame is no envelope: version, request id or session cannot be read, so nobody can be answered.",
    causes: ["The peer writes another format, or another layout than Hello had.", "The bytes are damaged."],
    remedy: "See what each byte is, and where reading stops.",
    commands: ["deno task probe decode --layout 0.7.1 --role response --annotate FILE"],
  },
  WrongCodec: {
    happened: "The peer answers in the other codec: bincode is spoken up to DBFlux 0.6, postcard since 0.7.",
    causes: ["The driver is made for another release than the one that was imitated."],
    remedy: "Imitate the driver's release, or leave --layout out, which finds it.",
    commands: ["deno task probe hello --socket ID --layout auto", "deno task probe hello --socket ID --layout 0.6"],
  },
  WrongLayout: {
    happened: "The peer answers in the layout of an older release than the one that was imitated.",
    causes: ["The driver is made for that older release."],
    remedy: "Imitate that release; the message names it. Without --layout it is found.",
    commands: ["deno task probe hello --socket ID --layout auto"],
  },
  NoCommonLayout: {
    happened: "Whichever release was imitated, the driver hung up without an answer, or answered in another layout.",
    causes: [
      "The driver cannot read Hello: it is made for a release that is newer, or older than 0.4.",
      "The driver ends when it is spoken to.",
      "Something else listens on that socket.",
    ],
    remedy: "See what the driver logs when it hangs up, and which release it is made for.",
    commands: [
      "deno task probe hello --layout 0.7.1 -- COMMAND ARGS",
      "deno task probe hello --socket ID --layout 0.8",
    ],
  },
  RequestIdMismatch: {
    happened: "An answer has the id of no request that is open on this connection.",
    causes: [
      "The driver answers twice, or makes ids of its own.",
      "The driver sends intermediate frames, which DBFlux does not understand.",
    ],
    remedy: "The driver must answer each request once, with the id that the request has.",
    commands: ["deno task probe ping --socket ID"],
  },
  VersionDrift: {
    happened: "The peer uses a version of the protocol that was not agreed on.",
    causes: ["The driver selects a version in Hello that it was not offered.", "The driver stamps a fixed version."],
    remedy: "The driver must select a version that it is offered, and stamp it on every envelope after that.",
    commands: ["deno task probe hello --socket ID --json"],
  },
  UnexpectedResponse: {
    happened: "The answer is of another kind than the request wants.",
    causes: ["The driver has two answers exchanged.", "The layouts differ: a variant has another number there."],
    remedy: "See which answer each request has, and in which layout the driver writes.",
    commands: ["deno task probe list", "deno task probe describe DriverResponseBody --layout 0.7.1"],
  },
  QueueFull: {
    happened: "More bytes wait to be read by the peer than may wait (`maxQueuedBytes`).",
    causes: ["The peer does not read what it asked for.", "The peer is stopped, or much slower than its questions."],
    remedy: "Mend the peer so that it reads while it writes; ask for less at a time.",
    commands: ["deno task probe ping --socket ID"],
  },
};
