import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type Cell, type Context, DEFAULT_LIMITS, type EncodedRows } from "@fluxwire/sdk";
import { chunkedResult, type ChunkedRows } from "./chunked_result.ts";

/** Chunks of three rows of one number, without end; it counts those that were asked for. */
class Numbers implements ChunkedRows {
  readonly columns = [{ name: "n" }];
  asked = 0;

  next(): ReturnType<ChunkedRows["next"]> {
    const first = 3 * this.asked++;
    return Promise.resolve({ rowCount: 3, rowAt: (at): Cell[] => [BigInt(first + at)] });
  }
}

/** A call whose answer can hold some bytes. */
function callOf(maxFrameBytes: number, signal: AbortSignal = new AbortController().signal): Context {
  return { signal, answer: { codec: "postcard", limits: { ...DEFAULT_LIMITS, maxFrameBytes } } } as unknown as Context;
}

Deno.test("chunkedResult() gives a page across chunks, as cells or encoded, and asks for no further chunk", async () => {
  const numbers = new Numbers(), page = { limit: 4, offset: 2 };
  const { columns, rows } = await chunkedResult(numbers, { ...page, purpose: "write" }, callOf(1e6));
  deepStrictEqual([columns, rows, numbers.asked], [numbers.columns, [[2n], [3n], [4n], [5n]], 2]);
  const shown = await chunkedResult(new Numbers(), { ...page, purpose: "show" }, callOf(1e6));
  strictEqual((shown.rows as EncodedRows).count, 4);
});

Deno.test("chunkedResult() ends with the chunk at which no answer can hold more, or at which its call ended", async () => {
  for (const purpose of ["read", "execute"] as const) {
    const all = { limit: null, offset: 0, purpose };
    await rejects(chunkedResult(new Numbers(), all, callOf(5_000)), {
      code: "Driver",
      message: /exceed maxFrameBytes/,
    });
    await rejects(chunkedResult(new Numbers(), all, callOf(1e6, AbortSignal.abort(new Error("over")))), /over/);
  }
});
