import { deepStrictEqual, throws } from "node:assert/strict";
import { Collected, MAX_KEPT_BYTES } from "./collected.ts";

Deno.test("Collected keeps pieces in their order, and refuses what is more than a page keeps, with what to do", async () => {
  const file = new Collected("Use another way"), all: number[] = [];
  for (let at = 0; at < 200; at++) {
    file.add(Uint8Array.of(at));
    all.push(at);
  }
  deepStrictEqual([file.size, [...await file.blob().bytes()]], [200, all]);
  deepStrictEqual(file.blob().type, "application/octet-stream");
  file.add(new Uint8Array(MAX_KEPT_BYTES - 200));
  throws(() => file.add(Uint8Array.of(1)), { code: "BodyTooLarge", remedy: "Use another way" });
});
