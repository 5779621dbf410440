import { deepEqual, equal } from "node:assert/strict";
import { fromHex } from "./hex.ts";

Deno.test("fromHex() reads bytes as other tools write them", () => {
  const bytes = Uint8Array.of(0x01, 0xab, 0x0c);
  const written = [
    "01ab0c",
    "01AB0C",
    "0x01ab0c",
    "0X01AB0C",
    "0x01 0xab 0x0c",
    "01:ab:0c",
    "01-AB-0C",
    " 01 ab\r\n0c\n",
    "0x01:0xab-0c",
  ];
  for (const text of written) deepEqual(fromHex(text), bytes, text);
  deepEqual(fromHex(" \n"), new Uint8Array());
});

Deno.test("fromHex() takes nothing for hex that stands for no bytes, or for other ones with another reader", () => {
  for (const text of ["0", "0x", "0x1", "1:2", "01 2 3", "0x0x01", "010x02", "01,02", "g0", "\\x01", "+1"]) {
    equal(fromHex(text), null, text);
  }
});
