import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { FIRST_PIECE, type FoundLine, readLines } from "./line_file.ts";

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

Deno.test("readLines() says what it has found in a small first piece before it reads more of the file", async () => {
  const line = `${"x".repeat(999)}\n`, size = 100 << 20, first = new Uint8Array(FIRST_PIECE);
  new TextEncoder().encodeInto(line.repeat(Math.ceil(FIRST_PIECE / line.length)), first);
  const steps: string[] = [];
  const file = {
    size,
    slice: (from: number, to: number) => ({
      arrayBuffer: () => {
        steps.push(`read from ${from}`);
        return from === 0 ? Promise.resolve(first.slice(0, to).buffer) : Promise.reject(new Error("The file is gone"));
      },
    }),
  };
  let lines = 0;
  const reading = readLines(file, () => lines++, (bytes) => steps.push(`${lines} lines in ${bytes} bytes`));
  await rejects(reading, /The file is gone/);
  deepStrictEqual(steps, ["read from 0", "65 lines in 65000 bytes", "read from 65536"]);
});

Deno.test("readLines() joins a line of many pieces once", async () => {
  const lines: FoundLine[] = [], long = "y".repeat(5 << 20);
  await readLines(new Blob(["first\n", long, "\nlast\n"]), (line) => lines.push(line), () => {});
  deepStrictEqual(lines.map(({ at, length, text }) => [at, length, text.slice(0, 5)]), [
    [0, 5, "first"],
    [6, 5 << 20, "yyyyy"],
    [7 + (5 << 20), 4, "last"],
  ]);
});

Deno.test("readLines() ends at once with a file that is empty", async () => {
  const read: number[] = [];
  await readLines(new Blob([]), () => {}, (bytes) => read.push(bytes));
  deepStrictEqual(read, [0]);
});
