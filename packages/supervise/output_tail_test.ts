import { deepEqual, equal } from "node:assert/strict";
import { OutputTail } from "./output_tail.ts";

function streamOf(...parts: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(parts.map((part) => typeof part === "string" ? new TextEncoder().encode(part) : part));
}

Deno.test("OutputTail keeps the last lines, however they arrive", async () => {
  const tail = new OutputTail(streamOf("one\ntw", "o\r\nthr", "ee\nfo", "ur"), { maxLines: 3 });
  await tail.ended;
  deepEqual(tail.lines, ["two", "three", "four"]);
});

Deno.test("OutputTail removes escape sequences", async () => {
  const tail = new OutputTail(streamOf("\x1b[1;31mred\x1b[0m and \x1b]0;title\x07plain\x1b[K\n"));
  await tail.ended;
  deepEqual(tail.lines, ["red and plain"]);
});

Deno.test("OutputTail masks secrets; an empty one is none", async () => {
  const tail = new OutputTail(streamOf("token abc, twice: abcabc\n"), { secrets: ["", "abc"] });
  await tail.ended;
  deepEqual(tail.lines, ["token [masked], twice: [masked][masked]"]);
});

Deno.test("OutputTail survives bytes that are no text, also across chunks", async () => {
  const tail = new OutputTail(streamOf(Uint8Array.of(0xff, 0xc3), Uint8Array.of(0xa9, 10)));
  await tail.ended;
  deepEqual(tail.lines, ["\ufffdé"]);
});

Deno.test("OutputTail cuts a line that does not end", async () => {
  const tail = new OutputTail(streamOf(...Array.from({ length: 15 }, () => "x".repeat(1000))));
  await tail.ended;
  equal(tail.lines.length, 1);
  equal(tail.lines[0], `${"x".repeat(4095)}…`);
});

Deno.test("OutputTail.cancel() ends a stream that would go on", async () => {
  const tail = new OutputTail(new ReadableStream());
  await tail.cancel();
  deepEqual(tail.lines, []);
});
