import assert from "node:assert/strict";
import { difference } from "./difference.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

Deno.test("difference finds nothing in equal bytes", () => {
  assert.equal(difference("codec.wasm", bytes(1, 2), bytes(1, 2), "codec:build"), null);
});

Deno.test("difference names the first byte that differs and the task that mends it", () => {
  assert.equal(
    difference("codec.wasm", bytes(1, 2, 3), bytes(1, 9, 3), "codec:build"),
    "Stale packages/wire/codec.wasm: 3 bytes committed, 3 rebuilt, different from byte 1; " +
      "run deno task codec:build and commit the file",
  );
});

Deno.test("difference sees a file that only ends earlier", () => {
  assert.match(difference("dto.ts", bytes(1), bytes(1, 0), "codec:generate") ?? "", /different from byte 1;/);
  assert.match(difference("dto.ts", bytes(1, 0), bytes(1), "codec:generate") ?? "", /different from byte 1;/);
});
