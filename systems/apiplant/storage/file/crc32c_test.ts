import { equal } from "node:assert/strict";
import { crc32c } from "./crc32c.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("crc32c() gives the values of RFC 3720 and the catalogue's check value", () => {
  equal(crc32c(bytes("123456789")), 0xe3069283);
  equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  equal(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
  equal(crc32c(Uint8Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e);
  equal(crc32c(new Uint8Array()), 0);
});

Deno.test("crc32c() takes a part of the bytes, at any place and of any length", () => {
  const all = bytes("-----123456789-----");
  equal(crc32c(all, 5, 14), 0xe3069283);
  for (let length = 0; length < 40; length++) {
    const part = Uint8Array.from({ length }, (_, at) => at * 37);
    const padded = new Uint8Array(length + 7);
    padded.set(part, 3);
    equal(crc32c(padded, 3, 3 + length), crc32c(part));
  }
});
