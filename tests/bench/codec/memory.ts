/**
 * The memory of a result of the largest frame besides its values: WebAssembly's memory, which holds everything that the
 * codec needs while it runs.
 *
 * @module
 */
import { encode } from "../../../packages/wire/codec.ts";
import type { Value } from "../../../packages/wire/dto.ts";
import type { Layout } from "../../../packages/wire/layout.ts";
import { DEFAULT_LIMITS } from "../../../packages/wire/limits.ts";
import { mixedRows, resultOf } from "./messages.ts";
import { LAYOUTS } from "./times.ts";

const FRAME_BYTES = DEFAULT_LIMITS.maxFrameBytes;
/** The buffers that the codec keeps for its next call. */
const MAX_KEPT_BYTES = 32 * 2 ** 20;
const MAX_VALUES = DEFAULT_LIMITS.maxResponseValues;

/** Rows of equal cells: those that need the most WebAssembly memory per byte, and some for comparison. */
const SHAPES: Readonly<Record<string, Value>> = {
  "small integers": 1n,
  "large integers": 2n ** 62n,
  "nulls": null,
  "empty timestamps": { type: "DateTime", value: "" },
  "texts of 12": "Rue de Siam.",
  "byte strings of 64": new Uint8Array(64),
};

/** One result, encoded and decoded. */
export interface MemoryCost {
  /** The kind of its cells, and the codec. */
  name: string;
  /** The length of its frame in bytes. */
  frameBytes: number;
  /** WebAssembly's memory after decoding in a new instance, as a multiple of the frame. */
  decode: number;
  /** The same for encoding. */
  encode: number;
  /** The time of one decoding. */
  decodeMs: number;
  /** The time of one encoding. */
  encodeMs: number;
}

/** The measurements. */
export interface MemoryReport {
  /** Each shape in each codec; the one named "mixed cells" comes first. */
  costs: MemoryCost[];
  /** How many instances were created, two for each shape. */
  instances: number;
  /** How many of them still held more than 32 MiB after collection. */
  held: number;
}

/** The memory of every instance since {@link watchInstances}, the newest last; weakly held, to keep none alive. */
const memories: WeakRef<WebAssembly.Memory>[] = [];

/** Records the memory of each new instance. */
function watchInstances(): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]: [WebAssembly.Module, WebAssembly.Imports]) {
      const instance = new target(module, imports);
      memories.push(new WeakRef(instance.exports.memory as WebAssembly.Memory));
      return instance;
    },
  });
}

/** The memory of the newest instance. A weak reference keeps its target until the present turn ends. */
function newestBytes(): number {
  return memories.at(-1)?.deref()?.buffer.byteLength ?? 0;
}

/** A codec with its own instance: the module is loaded again under another address. */
async function freshCodec(): Promise<typeof import("../../../packages/wire/codec.ts")> {
  return await import(`../../../packages/wire/codec.ts?${crypto.randomUUID()}`);
}

/** Encodes and decodes a result of about 16 MiB of each shape. Needs `--expose-gc`. */
export async function measureMemory(): Promise<MemoryReport> {
  watchInstances();
  const costs: MemoryCost[] = [];
  for (const [codec, layout] of Object.entries(LAYOUTS)) {
    costs.push(await costOf(`mixed cells, ${codec}`, layout, mixedRows));
  }
  const [[, bincode], [, postcard]] = Object.entries(LAYOUTS) as [[string, Layout], [string, Layout]];
  for (const [shape, cell] of Object.entries(SHAPES)) {
    const row = new Array<Value>(10).fill(cell);
    const layout = shape === "texts of 12" ? bincode : postcard;
    costs.push(await costOf(`${shape}, layout ${layout}`, layout, (count) => new Array(count).fill(row)));
  }
  await collect();
  const held = memories.filter((memory) => (memory.deref()?.buffer.byteLength ?? 0) > MAX_KEPT_BYTES).length;
  return { costs, instances: memories.length, held };
}

async function costOf(name: string, layout: Layout, rows: (count: number) => Value[][]): Promise<MemoryCost> {
  const perRow = encode("response", layout, resultOf(rows(1_000))).length / 1_000;
  const count = Math.floor(Math.min(0.99 * FRAME_BYTES / perRow, MAX_VALUES / 11 - 100));
  const message = resultOf(rows(count));
  const writer = await freshCodec();
  const [frame, encodeMs] = timed(() => writer.encode("response", layout, message));
  const encodeBytes = newestBytes();
  const reader = await freshCodec();
  const [, decodeMs] = timed(() => reader.decode("response", layout, frame));
  const decodeBytes = newestBytes();
  const { length } = frame;
  return { name, frameBytes: length, encode: encodeBytes / length, decode: decodeBytes / length, encodeMs, decodeMs };
}

function timed<T>(step: () => T): [T, number] {
  const start = performance.now();
  return [step(), performance.now() - start];
}

/** Lets the collector free unreachable instances; weak references are cleared between turns only. */
async function collect(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    (globalThis as unknown as { gc(): void }).gc();
  }
}
