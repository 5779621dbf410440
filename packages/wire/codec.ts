/**
 * Converts messages to bytes and back, in every layout.
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
import { type Role, ROLES } from "./role.ts";
import type { TapeReader } from "./tape_reader.ts";

export { onEngine };
export { type Role, ROLES };

/** The envelope of each role. */
export interface Envelopes {
  /** A message from the host. */
  request: DriverRequestEnvelope;
  /** A driver's answer. */
  response: DriverResponseEnvelope;
  /** A message from the host to an auth provider. */
  "auth-request": AuthProviderRequestEnvelope;
  /** An auth provider's answer. */
  "auth-response": AuthProviderResponseEnvelope;
}

/**
 * The reading that gave the message: `strict`, every tag present and every byte used; `lenient`, options left out in
 * the middle (H2); `trailing`, bytes left over (H13); `tail`, options missing at the end (H1, H5, H6, H8, H11).
 */
export type Pass = "strict" | "lenient" | "trailing" | "tail";

const PASSES: readonly Pass[] = ["strict", "lenient", "trailing", "tail"];

/** The options of reading and writing. */
export interface CodecOptions {
  /**
   * Changes to {@link DEFAULT_LIMITS}; only `maxDepth` and the limits on values apply.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
}

/** The options of writing. */
export interface EncodeOptions extends CodecOptions {
  /**
   * Leaves out the parts that the real client leaves out, including their tags (H1, H2, H5, H6, H7, H8). For tests:
   * drivers must not do this, and Rust drivers cannot read it.
   *
   * @default {false}
   */
  faithful?: boolean;
}

let idleWriter: MessageWriter | null = null;

/**
 * Reads a payload, without its length prefix. The bytes are copied before the call returns.
 *
 * Tries the readings of PROTOCOL.md#order-of-readings in order, so that messages with parts left out can be read.
 *
 * @throws {MalformedError} for bytes that are not a message; it has the header if that could be read.
 * @throws {RangeError} for an unknown role or layout, or a limit that is not an integer in range.
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

/** Reads the error on an open tape: header, reason, offset, path. */
function malformed(reader: TapeReader, action: string): MalformedError {
  const header = reader.read() as (MessageHeader & Record<string, unknown>) | null;
  const [reason, offset, path] = [reader.read() as string, reader.read() as number, reader.read() as string];
  if (header === null) return new MalformedError(action, reason, offset, path);
  const { protocolVersion, requestId, sessionId = null, body } = header;
  return new MalformedError(action, reason, offset, path, { protocolVersion, requestId, sessionId, body });
}

/**
 * Writes a message; the payload has no length prefix. Writes every option tag, clears bits that the layout lacks, and
 * skips fields that it lacks.
 *
 * Reads each part of the message once, and copies byte strings when it meets them: getters may do anything.
 *
 * @returns A new array. It may be a little longer than `maxFrameBytes`: framing checks that.
 * @throws {MalformedError} for a value that the layout cannot carry, that exceeds a limit, or that changes or throws
 * while it is read, with its path.
 * @throws {ProtocolError} `FrameTooLong` for texts, byte strings or a list that a frame cannot hold, before copying them.
 * @throws {RangeError} for an unknown role or layout, or a limit that is not an integer in range.
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
 * Like {@link encode}, for payloads that are only sent: short ones share a buffer, which halves the cost.
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
