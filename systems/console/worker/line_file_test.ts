import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type FoundLine, readLines } from "./line_file.ts";

Deno.test("readLines() gives each line with its place in bytes, whatever its end is, and the last one without an end", async () => {
  const long = "é".repeat(100_000), lines: FoundLine[] = [];
  let bytes = 0;
  await readLines(new Blob([`a\r\n\n${long}\nlast`]), (line) => lines.push(line), (read) => bytes = read);
  deepStrictEqual(lines.map(({ at, length, text }) => [at, length, text.length]), [
    [0, 1, 1],
    [3, 0, 0],
    [4, 200_000, 100_000],
    [200_005, 4, 4],
  ]);
  strictEqual(bytes >= 200_009, true);
});

Deno.test("readLines() ends at once with a file that is empty", async () => {
  const read: number[] = [];
  await readLines(new Blob([]), () => {}, (bytes) => read.push(bytes));
  deepStrictEqual(read, [0]);
});
