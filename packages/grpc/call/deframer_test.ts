import { deepEqual, equal, throws } from "node:assert/strict";
import { message, uint32 } from "../testing/raw_peer.ts";
import { Deframer } from "./deframer.ts";

function collecting(maxBytes = 1_000_000): { deframer: Deframer; texts: string[] } {
  const texts: string[] = [];
  return { deframer: new Deframer(maxBytes, (bytes) => texts.push(new TextDecoder().decode(bytes))), texts };
}

Deno.test("Deframer.take() gives the same messages for every division of the bytes", () => {
  const bytes = Uint8Array.from([...message("one"), ...message(""), ...message("three")]);
  for (let size = 1; size <= bytes.length; size++) {
    const { deframer, texts } = collecting();
    for (let at = 0; at < bytes.length; at += size) deframer.take(bytes, at, Math.min(bytes.length, at + size));
    deepEqual(texts, ["one", "", "three"], `pieces of ${size} bytes`);
    equal(deframer.isPartial, false);
  }
});

Deno.test("Deframer.take() gives messages that do not change with the buffer", () => {
  const kept: Uint8Array[] = [];
  const deframer = new Deframer(100, (bytes) => kept.push(bytes));
  const buffer = Uint8Array.from(message("kept"));
  deframer.take(buffer, 0, buffer.length);
  buffer.fill(0);
  equal(new TextDecoder().decode(kept[0]), "kept");
});

Deno.test("Deframer.take() collects a long message from many pieces", () => {
  const { deframer, texts } = collecting();
  const text = "long ".repeat(40_000);
  const bytes = Uint8Array.from(message(text));
  for (let at = 0; at < bytes.length; at += 16_384) deframer.take(bytes, at, Math.min(bytes.length, at + 16_384));
  deepEqual(texts, [text]);
});

Deno.test("Deframer.take() refuses a message above the limit, a compressed one and another flag", () => {
  const bytes = (flag: number, length: number) => Uint8Array.from([flag, ...uint32(length)]);
  for (
    const [source, code] of [
      [bytes(0, 11), "RESOURCE_EXHAUSTED"],
      [bytes(0, 0xffffffff), "RESOURCE_EXHAUSTED"],
      [bytes(1, 1), "UNIMPLEMENTED"],
      [bytes(2, 1), "INTERNAL"],
    ] as const
  ) {
    throws(() => collecting(10).deframer.take(source, 0, source.length), { code });
  }
});

Deno.test("Deframer.isPartial says whether a message is incomplete, also within its prefix", () => {
  const bytes = Uint8Array.from(message("text"));
  for (let end = 1; end < bytes.length; end++) {
    const { deframer } = collecting();
    deframer.take(bytes, 0, end);
    equal(deframer.isPartial, true, `${end} bytes`);
  }
});
