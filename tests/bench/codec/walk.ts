/**
 * The walkers alone, bytes to tape and tape to bytes, without JavaScript's values: in WebAssembly, and natively if
 * cargo is installed.
 *
 * @module
 */
import { encode, type Envelopes } from "../../../packages/wire/codec.ts";
import { type CodecInstance, createInstance } from "../../../packages/wire/codec_instance.js";
import { CodecMemory } from "../../../packages/wire/codec_memory.ts";
import { LAYOUTS as WIRE_LAYOUTS } from "../../../packages/wire/layout.ts";
import { DEFAULT_LIMITS } from "../../../packages/wire/limits.ts";
import { MessageWriter } from "../../../packages/wire/message_writer.ts";
import { contest } from "./contest.ts";
import { LAYOUTS } from "./times.ts";

/** Encoding and decoding of one message in one codec, in microseconds. */
export interface Walk {
  /** The codec. */
  name: string;
  /** In WebAssembly. */
  wasm: { decode: number; encode: number };
  /** In a native program; null if it was not built. */
  native: { decode: number; encode: number } | null;
}

/** The measurements. */
export interface WalkReport {
  /** Each codec. */
  walks: Walk[];
  /** Why native numbers are missing. */
  failure: string | null;
}

const CODEC_RS = new URL("../../../codec-rs/", import.meta.url);

/** The time limit of building the native program, in milliseconds; it is built once. */
const MAX_BUILD_MS = 20_000;

/** Walks a response. */
export async function measureWalk(message: Envelopes["response"]): Promise<WalkReport> {
  const failure = await buildNative();
  const walks: Walk[] = [];
  for (const [name, layout] of Object.entries(LAYOUTS)) {
    const payload = encode("response", layout, message);
    const native = failure === null ? await walkNatively(layout, payload) : null;
    walks.push({ name, wasm: walkInWasm(WIRE_LAYOUTS.indexOf(layout), payload, message), native });
  }
  return { walks, failure };
}

/** Calls the codec's exports as the package does: role 1 is the response. */
function walkInWasm(layout: number, payload: Uint8Array, message: Envelopes["response"]): Walk["wasm"] {
  const { maxDepth, maxResponseValues } = DEFAULT_LIMITS;
  const instance: CodecInstance = createInstance();
  const memory = new CodecMemory(instance.memory);
  const room = { memory, words: instance.words, text: instance.text };
  const limits = { maxDepth, maxValues: maxResponseValues };
  const tape = new MessageWriter().write("DriverResponseEnvelope", WIRE_LAYOUTS[layout]!, message, room, limits);
  const times = contest([
    {
      name: "decode",
      run: () => {
        memory.putBytes(instance.payload(payload.length), payload);
        return instance.decode(1, layout, maxDepth, maxResponseValues);
      },
    },
    { name: "encode", run: () => instance.encode(1, layout, tape.wordCount, tape.textBytes, maxDepth, 0) },
  ], { rounds: 45 });
  return { decode: times.decode!, encode: times.encode! };
}

/** Builds the native program; gives the reason if it cannot. */
async function buildNative(): Promise<string | null> {
  const args = ["build", "--release", "--locked", "--quiet", "--bin", "walk"];
  const signal = AbortSignal.timeout(MAX_BUILD_MS);
  try {
    const { success } = await new Deno.Command("cargo", { args, cwd: CODEC_RS, stderr: "inherit", signal }).output();
    if (success) return null;
    return signal.aborted ? `cargo did not finish within ${MAX_BUILD_MS} ms` : "cargo failed";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "cargo is not installed";
    throw error;
  }
}

async function walkNatively(layout: string, payload: Uint8Array): Promise<Walk["native"]> {
  const frame = await Deno.makeTempFile();
  try {
    await Deno.writeFile(frame, payload);
    const walk = new Deno.Command(new URL("target/release/walk", CODEC_RS), {
      args: [layout, frame],
      stderr: "inherit",
    });
    const [decode, encode] = new TextDecoder().decode((await walk.output()).stdout).split(" ").map(Number);
    return { decode: decode!, encode: encode! };
  } finally {
    await Deno.remove(frame);
  }
}
