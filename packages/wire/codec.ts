/**
 * Messages to bytes and back, in every layout.
 *
 * @module
 */
import { boundsOf, numberOf, payloadLength } from "./checked.ts";
import type {
  AuthProviderRequestEnvelope,
  AuthProviderResponseEnvelope,
  DriverRequestEnvelope,
  DriverResponseEnvelope,
} from "./dto.ts";
import { type Engine, isIdle, onEngine } from "./engine.ts";
import { MalformedError, type MessageHeader } from "./errors.ts";
import { type Layout, LAYOUTS } from "./layout.ts";
import type { Limits } from "./limits.ts";
import { MessageWriter } from "./message_writer.ts";
import { ROOTS } from "./schema.ts";
import type { TapeReader } from "./tape_reader.ts";

/**
 * What a payload is: the host sends requests, the driver responses. Auth providers, which have sockets of their own, have
 * messages of their own, since 0.5.
 */
export type Role = "request" | "response" | "auth-request" | "auth-response";

/** The envelope of each role. */
export interface Envelopes {
  /** What the host sends. */
  request: DriverRequestEnvelope;
  /** What the driver answers. */
  response: DriverResponseEnvelope;
  /** What the host sends to an auth provider. */
  "auth-request": AuthProviderRequestEnvelope;
  /** What an auth provider answers. */
  "auth-response": AuthProviderResponseEnvelope;
}

/**
 * Which reading gave the message: `strict`, every tag there and every byte used; `lenient`, options left out in the
 * middle (H2); `trailing`, bytes left over (H13); `tail`, options missing at the end (H1, H5, H6, H8, H11).
 */
export type Pass = "strict" | "lenient" | "trailing" | "tail";

/** Every role. */
export const ROLES: readonly Role[] = Object.keys(ROOTS) as Role[];

const PASSES: readonly Pass[] = ["strict", "lenient", "trailing", "tail"];

/** What a call may say. */
export interface CodecOptions {
  /**
   * The limits that differ from {@link DEFAULT_LIMITS}; `maxDepth` and the number of values hold here.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
}

/** What writing may say. */
export interface EncodeOptions extends CodecOptions {
  /**
   * Leaves out what the real client leaves out, tag and all (H1, H2, H5, H6, H7, H8). For tests: a driver must not,
   * and a Rust driver cannot read it.
   *
   * @default {false}
   */
  faithful?: boolean;
}

let idleWriter: MessageWriter | null = null;

/**
 * Reads a payload, without its length prefix. The bytes are copied before the call returns.
 *
 * The order of readings is that of PROTOCOL.md#order-of-readings, so that what upstream leaves out is understood.
 *
 * @throws {MalformedError} for bytes that are no message, with the header where that could be read.
 * @throws {RangeError} for a role or layout that is none, or a limit that is no integer from 0 on or too large.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 *
 * const { envelope, pass } = decode("request", "0.7.1", Uint8Array.fromHex("010202000003"));
 * strictEqual(envelope.requestId, 2n);
 * strictEqual(envelope.body.type, "Ping");
 * strictEqual(pass, "strict");
 * ```
 */
export function decode<R extends Role>(
  role: R,
  layout: Layout,
  payload: Uint8Array,
  options: CodecOptions = {},
): { envelope: Envelopes[R]; pass: Pass } {
  const inRole = numberOf("role", role, ROLES), inLayout = numberOf("layout", layout, LAYOUTS);
  const { maxDepth, maxValues } = boundsOf(role, options.limits);
  const length = payloadLength(payload, `decode ${role}`);
  return onEngine(({ instance, memory, reader }) => {
    memory.putBytes(instance.payload(length), payload, length);
    const status = reader.open(instance.decode(inRole, inLayout, maxDepth, maxValues));
    try {
      if (status !== 0) throw malformed(reader, `decode ${role} in layout ${layout}`);
      return { envelope: reader.read() as Envelopes[R], pass: PASSES[reader.pass]! };
    } finally {
      reader.close();
    }
  });
}

/** The error on an open tape: header, reason, offset, path. */
function malformed(reader: TapeReader, action: string): MalformedError {
  const header = reader.read() as (MessageHeader & Record<string, unknown>) | null;
  const [reason, offset, path] = [reader.read() as string, reader.read() as number, reader.read() as string];
  if (header === null) return new MalformedError(action, reason, offset, path);
  const { protocolVersion, requestId, sessionId = null, body } = header;
  return new MalformedError(action, reason, offset, path, { protocolVersion, requestId, sessionId, body });
}

/**
 * Writes a message; the payload has no length prefix. Every option tag is written, bits that the layout lacks are
 * cleared, fields it lacks are passed over.
 *
 * Each part of the message is read once, and byte strings are copied when they are met: getters may do anything.
 *
 * @returns A new array. It may be a little longer than `maxFrameBytes`: framing checks that.
 * @throws {MalformedError} for a value that has no form in the layout, exceeds a limit, changes or throws while it is
 * read, with its path.
 * @throws {ProtocolError} `FrameTooLong` for texts, byte strings or a list that no frame can hold, before they are copied.
 * @throws {RangeError} for a role or layout that is none, or a limit that is no integer from 0 on or too large.
 */
export function encode<R extends Role>(
  role: R,
  layout: Layout,
  envelope: Envelopes[R],
  options: EncodeOptions = {},
): Uint8Array<ArrayBuffer> {
  return write(role, layout, envelope, options, (reader) => reader.takeBytes());
}

/**
 * As {@link encode}, for a payload that is only sent: a short one stands in a buffer with others, which is half the cost.
 */
export function encodeShared<R extends Role>(
  role: R,
  layout: Layout,
  envelope: Envelopes[R],
  options: EncodeOptions = {},
): Uint8Array<ArrayBuffer> {
  return write(role, layout, envelope, options, (reader) => reader.shareBytes());
}

function write<R extends Role>(
  role: R,
  layout: Layout,
  envelope: Envelopes[R],
  options: EncodeOptions,
  take: (reader: TapeReader) => Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const inRole = numberOf("role", role, ROLES), inLayout = numberOf("layout", layout, LAYOUTS);
  const bounds = boundsOf(role, options.limits);
  const faithful = options.faithful === true ? 1 : 0;
  const writer = idleWriter ?? new MessageWriter();
  idleWriter = null;
  let last: Engine | null = null;
  try {
    return onEngine((engine) => {
      last = engine;
      const { instance, reader, room } = engine;
      const { wordCount, textBytes, blobBytes } = writer.write(ROOTS[role], layout, envelope, room, bounds);
      // No more than was written: the rest of the room has what earlier messages left.
      instance.bytes(blobBytes);
      const reply = instance.encode(inRole, inLayout, wordCount, textBytes, bounds.maxDepth, faithful);
      const status = reader.open(reply);
      try {
        if (status !== 0) throw malformed(reader, `encode ${role} in layout ${layout}`);
        return take(reader);
      } finally {
        reader.close();
      }
    });
  } finally {
    if (!isIdle(last)) writer.leaveRoom();
    idleWriter = writer;
  }
}
