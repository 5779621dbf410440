/**
 * Messages to bytes and back, in every layout. The only place that touches WebAssembly.
 *
 * @module
 */
import { type CodecInstance, createInstance } from "./codec_instance.js";
import type { DriverRequestEnvelope, DriverResponseEnvelope } from "./dto.ts";
import { MalformedError, type MessageHeader } from "./errors.ts";
import { type Layout, LAYOUTS } from "./layout.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { MessageWriter } from "./message_writer.ts";
import { TapeReader } from "./tape_reader.ts";

/** What a payload is: the host sends requests, the driver responses. */
export type Role = "request" | "response";

/** The envelope of each role. */
export interface Envelopes {
  /** What the host sends. */
  request: DriverRequestEnvelope;
  /** What the driver answers. */
  response: DriverResponseEnvelope;
}

/**
 * Which reading gave the message: `strict`, every tag there and every byte used; `lenient`, options left out in the
 * middle (H2); `trailing`, bytes left over (H13); `tail`, options missing at the end (H1, H5, H6, H8, H11).
 */
export type Pass = "strict" | "lenient" | "trailing" | "tail";

const ROLES: readonly Role[] = ["request", "response"];
const PASSES: readonly Pass[] = ["strict", "lenient", "trailing", "tail"];
const ROOTS: Readonly<Record<Role, string>> = { request: "DriverRequestEnvelope", response: "DriverResponseEnvelope" };

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
interface Engine {
  instance: CodecInstance;
  reader: TapeReader;
}

let engine: Engine | null = null;
const writer = new MessageWriter();

/**
 * Runs a step on the instance. A trap or an overflown stack leaves an instance damaged, so it is dropped: the call
 * fails, the next one gets a new instance.
 */
function onEngine<T>(step: (engine: Engine) => T): T {
  if (engine === null) {
    const instance = createInstance();
    engine = { instance, reader: new TapeReader(instance) };
  }
  try {
    return step(engine);
  } catch (error) {
    if (!(error instanceof MalformedError)) {
      engine = null;
      throw new Error("Cannot run the codec: its instance failed and has been replaced; please report this", {
        cause: error,
      });
    }
    throw error;
  }
}

/**
 * Reads a payload, without its length prefix. The bytes are copied before the call returns.
 *
 * The order of readings is that of fact sheet 9.4, so that what upstream leaves out is understood.
 *
 * @throws {MalformedError} for bytes that are no message, with the header where that could be read.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 *
 * const { envelope, pass } = decode("request", "0.7.1", Uint8Array.fromHex("01020200000003"));
 * strictEqual(envelope.requestId, 2n);
 * strictEqual(envelope.body.type, "OpenSession");
 * strictEqual(pass, "strict");
 * ```
 */
export function decode<R extends Role>(
  role: R,
  layout: Layout,
  payload: Uint8Array,
  options: CodecOptions = {},
): { envelope: Envelopes[R]; pass: Pass } {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const maxValues = role === "request" ? limits.maxRequestValues : limits.maxResponseValues;
  return onEngine(({ instance, reader }) => {
    const room = instance.payload(payload.length) >>> 0;
    new Uint8Array(instance.memory.buffer, room, payload.length).set(payload);
    const reply = reader.reply(
      instance.decode(ROLES.indexOf(role), LAYOUTS.indexOf(layout), limits.maxDepth, maxValues),
    );
    const [status, pass] = reply;
    reader.open(reply);
    try {
      if (status !== 0) throw malformed(reader, `decode ${role} in layout ${layout}`);
      return { envelope: reader.read() as Envelopes[R], pass: PASSES[pass!]! };
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
  const { protocolVersion, requestId, sessionId, body } = header;
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
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const maxValues = role === "request" ? limits.maxRequestValues : limits.maxResponseValues;
  const tape = writer.write(ROOTS[role], layout, envelope, { maxDepth: limits.maxDepth, maxValues });
  return onEngine(({ instance, reader }) => {
    const { words, text, blobs } = tape;
    // Each call may grow the memory, so no view is made before the last one.
    const [wordsAt, textAt, bytesAt] = [
      instance.words(words.length) >>> 0,
      instance.text(text.length) >>> 0,
      instance.bytes(tape.blobBytes) >>> 0,
    ];
    const memory = instance.memory.buffer;
    new Uint32Array(memory, wordsAt, words.length).set(words);
    new Uint8Array(memory, textAt, text.length).set(text);
    let at = bytesAt;
    for (const blob of blobs) {
      new Uint8Array(memory, at, blob.length).set(blob);
      at += blob.length;
    }
    const faithful = options.faithful === true ? 1 : 0;
    const address = instance.encode(
      ROLES.indexOf(role),
      LAYOUTS.indexOf(layout),
      tape.units,
      limits.maxDepth,
      faithful,
    );
    const reply = reader.reply(address);
    if (reply[0] !== 0) {
      reader.open(reply);
      throw malformed(reader, `encode ${role} in layout ${layout}`);
    }
    return new Uint8Array(instance.memory.buffer, reply[6]!, reply[7]!).slice();
  });
}
