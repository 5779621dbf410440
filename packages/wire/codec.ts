/**
 * Converts messages to bytes and back, in every layout. The only place that touches WebAssembly.
 *
 * @module
 */
import { type CodecInstance, createInstance } from "./codec_instance.js";
import { CodecMemory } from "./codec_memory.ts";
import type {
  AuthProviderRequestEnvelope,
  AuthProviderResponseEnvelope,
  DriverRequestEnvelope,
  DriverResponseEnvelope,
} from "./dto.ts";
import { MalformedError, type MessageHeader } from "./errors.ts";
import { type Layout, LAYOUTS } from "./layout.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { MessageWriter } from "./message_writer.ts";
import { ROOTS } from "./schema.ts";
import { TapeReader } from "./tape_reader.ts";
import type { TapeRoom } from "./tape_buffer.ts";

/**
 * The kind of a payload: the host sends requests, the driver responses. Auth providers have their own sockets and
 * messages, since 0.5.
 */
export type Role = "request" | "response" | "auth-request" | "auth-response";

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

/** Every role. */
export const ROLES: readonly Role[] = Object.keys(ROOTS) as Role[];

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

/** One instance and its memory. Replaced as a whole when damaged. */
export interface Engine {
  /** The WebAssembly instance. */
  instance: CodecInstance;
  /** Its memory. */
  memory: CodecMemory;
  /** Reads the instance's replies. */
  reader: TapeReader;
  /** The room in which messages are written. */
  room: TapeRoom;
}

/**
 * An instance's memory never shrinks. An instance that has grown beyond this size is dropped after the call: a new one
 * costs less than a tenth of a millisecond.
 */
const MAX_KEPT_BYTES = 33_554_432;

let engine: Engine | null = null;
const writer = new MessageWriter();

/**
 * Runs a step on the instance. A trap or stack overflow damages the instance, so it is dropped: the call fails, and the
 * next one gets a new instance.
 */
export function onEngine<T>(step: (engine: Engine) => T): T {
  engine ??= startEngine();
  try {
    return step(engine);
  } catch (error) {
    if (!(error instanceof MalformedError)) {
      dropEngine();
      throw new Error("Cannot run the codec: its instance failed and has been replaced; please report this", {
        cause: error,
      });
    }
    throw error;
  }
}

function startEngine(): Engine {
  const instance = createInstance();
  const memory = new CodecMemory(instance.memory);
  const room = {
    memory,
    words: (length: number) => onEngine(() => instance.words(length)),
    text: (length: number) => onEngine(() => instance.text(length)),
  };
  return { instance, memory, reader: new TapeReader(instance, memory), room };
}

function dropEngine(): void {
  engine = null;
  writer.leaveRoom();
}

function dropLargeEngine(): void {
  if (engine !== null && engine.memory.length > MAX_KEPT_BYTES) dropEngine();
}

/**
 * Reads a payload, without its length prefix. The bytes are copied before the call returns.
 *
 * Tries the readings of PROTOCOL.md#order-of-readings in order, so that messages with parts left out can be read.
 *
 * @throws {MalformedError} for bytes that are not a message; it has the header if that could be read.
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
  const { maxDepth, maxValues } = boundsOf(role, options);
  return onEngine(({ instance, memory, reader }) => {
    memory.putBytes(instance.payload(payload.length), payload);
    const reply = instance.decode(ROLES.indexOf(role), LAYOUTS.indexOf(layout), maxDepth, maxValues);
    const status = reader.open(reply);
    try {
      if (status !== 0) throw malformed(reader, `decode ${role} in layout ${layout}`);
      return { envelope: reader.read() as Envelopes[R], pass: PASSES[reader.pass]! };
    } finally {
      reader.close();
      dropLargeEngine();
    }
  });
}

/** The limits for a message of a role. */
export function boundsOf(role: Role, { limits }: CodecOptions): { maxDepth: number; maxValues: number } {
  const maxDepth = limits?.maxDepth ?? DEFAULT_LIMITS.maxDepth;
  const name = role.endsWith("request") ? "maxRequestValues" : "maxResponseValues";
  return { maxDepth, maxValues: limits?.[name] ?? DEFAULT_LIMITS[name] };
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
 * @returns A new array. It may be longer than `maxFrameBytes`: framing checks that.
 * @throws {MalformedError} for a value that the layout cannot carry or that exceeds a limit, with its path.
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
  const bounds = boundsOf(role, options);
  engine ??= startEngine();
  const tape = writer.write(ROOTS[role], layout, envelope, engine.room, bounds);
  return onEngine(({ instance, memory, reader }) => {
    let at = instance.bytes(tape.blobBytes);
    for (const blob of tape.blobs) {
      memory.putBytes(at, blob);
      at += blob.length;
    }
    const faithful = options.faithful === true ? 1 : 0;
    const status = reader.open(
      instance.encode(
        ROLES.indexOf(role),
        LAYOUTS.indexOf(layout),
        tape.wordCount,
        tape.textBytes,
        bounds.maxDepth,
        faithful,
      ),
    );
    try {
      if (status !== 0) throw malformed(reader, `encode ${role} in layout ${layout}`);
      return take(reader);
    } finally {
      reader.close();
      dropLargeEngine();
    }
  });
}
