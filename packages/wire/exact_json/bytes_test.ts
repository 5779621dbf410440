import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { BYTES, bytesOf } from "./bytes.ts";
import { MismatchError } from "./mismatch.ts";

Deno.test("BYTES writes the base64 that Uint8Array's own method writes, at any length", () => {
  for (const length of [0, 1, 2, 3, 255, 8_191, 8_192, 8_193, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
    const json = BYTES.toJson(bytes, 64) as { base64: string };
    deepStrictEqual(json, { type: "Bytes", base64: bytes.toBase64() });
    deepStrictEqual(BYTES.fromJson(json, 64), bytes);
  }
});

Deno.test("bytesOf() refuses texts that are not canonical base64", () => {
  for (const text of ["/", "/w", "/w=", "/x==", " /w==", "/w==\n", "_w==", "/w==/w==", "====", "é==="]) {
    throws(() => bytesOf(text), (error: Error) => {
      strictEqual(error instanceof MismatchError, true, text);
      return true;
    });
  }
});
