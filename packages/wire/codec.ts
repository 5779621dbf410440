/**
 * Messages to bytes and back, in every layout. The only place that touches WebAssembly.
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

/** One instance with what belongs to its memory. Replaced as a whole when it is damaged. */
export interface Engine {
  /** The WebAssembly. */
  instance: CodecInstance;
  /** Its memory. */
  memory: CodecMemory;
  /** Reads its replies. */
  reader: TapeReader;
  /** Where it wants to be written to. */
  room: TapeRoom;
}

/**
 * An instance's memory never shrinks. One that has grown beyond this for a large frame is dropped after the call, as a
 * new one costs less than a tenth of a millisecond.
 */
const MAX_KEPT_BYTES = 33_554_432;

let engine: Engine | null = null;
const writer = new MessageWriter();

/**
 * Runs a step on the instance. A trap or an overflown stack leaves an instance damaged, so it is dropped: the call
 * fails, the next one gets a new instance.
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
 * The order of readings is that of PROTOCOL.md#order-of-readings, so that what upstream leaves out is understood.
 *
 * @throws {MalformedError} for bytes that are no message, with the header where that could be read.
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

/** The limits that hold for a message of a role. */
export function boundsOf(role: Role, { limits }: CodecOptions): { maxDepth: number; maxValues: number } {
  const maxDepth = limits?.maxDepth ?? DEFAULT_LIMITS.maxDepth;
  const name = role.endsWith("request") ? "maxRequestValues" : "maxResponseValues";
  return { maxDepth, maxValues: limits?.[name] ?? DEFAULT_LIMITS[name] };
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
 * @returns A new array. It may be longer than `maxFrameBytes`: framing checks that.
 * @throws {MalformedError} for a value that has no form in the layout or exceeds a limit, with its path.
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
