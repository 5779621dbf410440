import { deepEqual, equal, ok } from "node:assert/strict";
import { ByteTail } from "./byte_tail.ts";

Deno.test("ByteTail keeps the last bytes, in whatever pieces they come", () => {
  for (const size of [1, 2, 3, 7, 8, 9, 20, 100]) {
    const tail = new ByteTail(8), all: number[] = [];
    for (let next = 0; next < 100; next += size) {
      const piece = Array.from({ length: size }, (_, i) => next + i);
      all.push(...piece);
      tail.push(Uint8Array.from(piece));
      deepEqual([...tail.bytes], all.slice(-8), `${size}: ${all.length}`);
      equal(tail.isCut, all.length > 8);
    }
  }
});

Deno.test("ByteTail copies what is pushed, and holds no more than twice what it keeps", () => {
  const tail = new ByteTail(1_000), piece = new Uint8Array(10);
  for (let i = 0; i < 1_000; i++) tail.push(piece.fill(i % 256));
  piece.fill(0);
  equal(tail.bytes.at(-1), 999 % 256);
  ok(tail.bytes.buffer.byteLength <= 2_000);
});
