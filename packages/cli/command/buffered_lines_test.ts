import { deepEqual, equal, ok } from "node:assert/strict";
import { BufferedLines } from "./buffered_lines.ts";

/** Takes at most three bytes at a time, and nothing while it is held up. */
class Reader {
  text = "";
  #isReading = Promise.withResolvers<void>();
  #isClosed = false;

  async write(bytes: Uint8Array): Promise<number> {
    await this.#isReading.promise;
    if (this.#isClosed) throw new Deno.errors.BrokenPipe("Broken pipe");
    this.text += new TextDecoder().decode(bytes.subarray(0, 3));
    return Math.min(bytes.length, 3);
  }

  read(): void {
    this.#isReading.resolve();
  }

  close(): void {
    this.#isClosed = true;
    this.#isReading.resolve();
  }
}

const missedLine = (count: number) => `missed ${count}`;

Deno.test("BufferedLines writes whole lines in order, however few bytes each write takes", async () => {
  const reader = new Reader();
  const lines = new BufferedLines(reader, missedLine);
  lines.push("the first");
  lines.push("the second");
  equal(reader.text, "");
  reader.read();
  await lines.flush(60_000);
  equal(reader.text, "the first\nthe second\n");
});

Deno.test("BufferedLines keeps a mebibyte for a slow reader, and reports how many lines are missing", async () => {
  const reader = new Reader();
  const lines = new BufferedLines(reader, missedLine);
  for (let i = 0; i < 40; i++) lines.push("x".repeat(65_535));
  reader.read();
  await lines.flush(60_000);
  equal(reader.text.length, 16 * 65_536);
  lines.push("the next");
  await lines.flush(60_000);
  deepEqual(reader.text.split("\n").slice(16), ["missed 24", "the next", ""]);
});

Deno.test("BufferedLines.flush() stops waiting for a blocked reader after its time limit", async () => {
  const reader = new Reader();
  const lines = new BufferedLines(reader, missedLine);
  lines.push("a line");
  await lines.flush(1);
  equal(reader.text, "");
  reader.read();
  await lines.flush(60_000);
  equal(reader.text, "a line\n");
});

Deno.test("BufferedLines drops lines after the reader has left", async () => {
  const reader = new Reader();
  const lines = new BufferedLines(reader, missedLine);
  lines.push("a line");
  reader.close();
  await lines.flush(60_000);
  lines.push("another");
  await lines.flush(60_000);
  ok(!reader.text.includes("another"));
});
