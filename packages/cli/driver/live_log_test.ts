import { deepEqual } from "node:assert/strict";
import { LiveLog } from "./live_log.ts";

Deno.test("LiveLog gives whole lines of each stream, the last one at its end, and masks secrets", async () => {
  const lines: string[] = [];
  const log = new LiveLog((stream, line) => lines.push(`${stream} ${line}`));
  log.addSecret("swordfish-1234");
  const write = (stream: "stdout" | "stderr", text: string) => log.append(stream, new TextEncoder().encode(text));
  await write("stderr", "one\ntw");
  await write("stdout", "other\r\n");
  await write("stderr", "o swordfish-1234\nthree");
  await log.end("stderr");
  deepEqual(lines, ["stderr one", "stdout other", "stderr two [masked]", "stderr three"]);
});

Deno.test("LiveLog splits a line without an end, and keeps characters whole between chunks", async () => {
  const lines: string[] = [];
  const log = new LiveLog((_, line) => lines.push(line));
  const bytes = new TextEncoder().encode("日\n");
  await log.append("stdout", bytes.subarray(0, 1));
  await log.append("stdout", bytes.subarray(1));
  await log.append("stdout", new TextEncoder().encode("x".repeat(5_000)));
  deepEqual(lines.map(({ length }) => length), [1, 5_000]);
});
