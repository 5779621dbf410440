/**
 * What the codec adds to a program: bytes and start-up time.
 *
 * @module
 */
import { quantile } from "../quantile.ts";

/** The measurements. */
export interface FootprintReport {
  /** Bytes of the WebAssembly. */
  rawBytes: number;
  /** The same after gzip. */
  gzipBytes: number;
  /** The median of `deno run` of an empty file, from spawn to exit, in milliseconds. */
  emptyMs: number;
  /** The same for a file that imports the codec. */
  importMs: number;
}

const RUNS = 31;

/** Measures both, with alternating starts. */
export async function measureFootprint(): Promise<FootprintReport> {
  const wasm = await Deno.readFile(new URL("../../../packages/wire/codec.wasm", import.meta.url));
  const gzip = new Blob([wasm]).stream().pipeThrough(new CompressionStream("gzip"));
  const empty: number[] = [], importing: number[] = [];
  for (let run = -3; run < RUNS; run++) {
    const [emptyMs, importMs] = [await start("../programs/empty.ts"), await start("../programs/import_codec.ts")];
    if (run < 0) continue;
    empty.push(emptyMs);
    importing.push(importMs);
  }
  return {
    rawBytes: wasm.length,
    gzipBytes: (await new Response(gzip).bytes()).length,
    emptyMs: quantile(empty, 0.5),
    importMs: quantile(importing, 0.5),
  };
}

async function start(program: string): Promise<number> {
  const args = ["run", "--no-prompt", "--no-config", "--no-lock", new URL(program, import.meta.url).href];
  const begin = performance.now();
  const { success } = await new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "null" }).output();
  if (!success) throw new Error(`Cannot measure the start of ${program}: it failed; run it by hand`);
  return performance.now() - begin;
}
