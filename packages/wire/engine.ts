/**
 * The WebAssembly instances: who works on one has it alone, and one that failed or has grown is not used again.
 *
 * @module
 */
import { ProtocolError } from "@fluxwire/transport";
import { type CodecInstance, createInstance } from "./codec_instance.js";
import { CodecMemory } from "./codec_memory.ts";
import { MalformedError } from "./errors.ts";
import type { TapeRoom } from "./tape_buffer.ts";
import { TapeReader } from "./tape_reader.ts";
import { InstanceError } from "./unwritable.ts";

/** One instance with what belongs to its memory. */
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

/** How many calls may stand within each other: each of them has an instance, which takes a mebibyte. */
const MAX_CALLS = 8;

let idle: Engine | null = null;
let calls = 0;

/**
 * Runs a step on an instance that nothing else uses meanwhile: a getter of a message may call the codec again, which
 * then works on another one. A trap or an overflown stack leaves an instance damaged, so it is dropped: the call fails,
 * the next one gets a new instance.
 *
 * @throws {RangeError} for calls within each other that are too many.
 */
export function onEngine<T>(step: (engine: Engine) => T): T {
  const engine = takeEngine();
  try {
    const result = step(engine);
    giveBack(engine);
    return result;
  } catch (error) {
    throw failureOf(engine, error);
  } finally {
    calls--;
  }
}

function takeEngine(): Engine {
  if (calls === MAX_CALLS) {
    throw new RangeError(
      `Cannot run the codec: ${MAX_CALLS} messages are being written, each within a getter of another`,
    );
  }
  const engine = idle ?? startEngine();
  idle = null;
  calls++;
  return engine;
}

/** After a refusal the instance is as good as before. */
function failureOf(engine: Engine, error: unknown): unknown {
  if (error instanceof MalformedError || error instanceof ProtocolError) {
    giveBack(engine);
    return error;
  }
  const cause = error instanceof InstanceError ? error.cause : error;
  return new Error("Cannot run the codec: its instance failed and has been replaced; please report this", { cause });
}

/** Whether an instance waits for the next call. */
export function isIdle(engine: Engine | null): boolean {
  return engine !== null && idle === engine;
}

function giveBack(engine: Engine): void {
  if (engine.memory.length <= MAX_KEPT_BYTES) idle = engine;
}

function startEngine(): Engine {
  const instance = createInstance();
  const memory = new CodecMemory(instance.memory);
  const room = {
    memory,
    words: (length: number) => roomOf(() => instance.words(length)),
    text: (length: number) => roomOf(() => instance.text(length)),
    bytes: (length: number) => roomOf(() => instance.bytes(length)),
  };
  return { instance, memory, reader: new TapeReader(instance, memory), room };
}

/** A failure of the instance while a message is written is none of the message's. */
function roomOf(ask: () => number): number {
  try {
    return ask();
  } catch (cause) {
    throw new InstanceError("the instance has no room", { cause });
  }
}
