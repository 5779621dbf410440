import { deepEqual, equal, ok } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
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

Deno.test("OutputTail shows no line whose beginning it has dropped: a secret there could not be found", async () => {
  const secret = "s3cret".repeat(1_000);
  for (const end of ["\n", "\r", "\r\n"]) {
    for (let shift = 0; shift < 10; shift++) {
      // The last 256 KiB begin within the secret.
      const rest = "y".repeat((256 << 10) - 100 - shift) + end;
      const tail = new OutputTail(streamOf("x".repeat(300_000), secret, end, rest, "last"), { secrets: [secret] });
      await tail.ended;
      deepEqual(tail.lines.at(-1), "last");
      ok(!tail.lines.some((line) => line.includes("s3c")), JSON.stringify([end, shift]));
    }
  }
  const endless = new OutputTail(streamOf("s3cret", "x".repeat((256 << 10) - 3)), { secrets: ["s3cret"] });
  await endless.ended;
  ok(endless.lines.length > 0 && endless.lines.every((line) => /^x+…?$/.test(line)));
});

Deno.test("OutputTail pauses for as long as it has worked on a chunk, and reads nothing meanwhile", async () => {
  const clock = new ManualClock(), seen: string[] = [];
  const tail = new OutputTail(streamOf("one", "two", "three"), {
    clock,
    onBytes: (bytes) => {
      seen.push(new TextDecoder().decode(bytes));
      clock.advance(7 * seen.length);
      return Promise.resolve();
    },
  });
  await clock.timer(7);
  clock.advance(6);
  deepEqual([seen, clock.timers.size], [["one"], 1]);
  clock.advance(1);
  await clock.timer(14);
  deepEqual(seen, ["one", "two"]);
  clock.advance(14);
  await clock.timer(21);
  deepEqual(seen, ["one", "two", "three"]);
  clock.advance(21);
  await tail.ended;
  equal(clock.count, 3);
});
