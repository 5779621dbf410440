import { deepStrictEqual, throws } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { DataRows } from "./data_rows.ts";
import { RowSplitter } from "./row_splitter.ts";

/** A message of the server. */
function message(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + content.length), view = new DataView(bytes.buffer);
  bytes[0] = type.charCodeAt(0);
  view.setInt32(1, 4 + content.length);
  bytes.set(content, 5);
  return bytes;
}

function dataRow(cells: readonly (string | null)[]): Uint8Array {
  const parts: number[] = [cells.length >> 8, cells.length & 255];
  for (const cell of cells) {
    const text = new TextEncoder().encode(cell ?? ""), length = new Uint8Array(4);
    new DataView(length.buffer).setInt32(0, cell === null ? -1 : text.length);
    parts.push(...length, ...text);
  }
  return message("D", Uint8Array.from(parts));
}

const ROWS = [["a", null, "é"], [], [""], [null], ["x".repeat(70), "\uFEFFy"]];

/** What comes before, between and after the rows. */
const OTHERS = [
  message("T", new Uint8Array(12).fill(0x44)),
  message("N", new Uint8Array(0)),
  message("Z", Uint8Array.of(0x49)),
];

const STREAM = Buffer.concat([
  OTHERS[0]!,
  ...ROWS.slice(0, 2).map(dataRow),
  OTHERS[1]!,
  ...ROWS.slice(2).map(dataRow),
  OTHERS[2]!,
]);

/** What comes out of the stream in chunks of these lengths, which repeat. */
function split(lengths: readonly number[]): { rows: DataRows; passed: string; order: string } {
  const rows = new DataRows();
  let passed = "", order = "";
  const splitter = new RowSplitter((bytes) => {
    passed += bytes.toString("hex");
    if (!order.endsWith("-")) order += "-";
  }, (bytes, from, to) => {
    rows.add(bytes, from, to);
    order += "r";
  });
  for (let at = 0, i = 0; at < STREAM.length; i++) {
    const length = lengths[i % lengths.length]!;
    splitter.take(Buffer.from(STREAM.subarray(at, at + length)));
    at += length;
  }
  return { rows, passed, order };
}

Deno.test("RowSplitter.take() gives rows and all other bytes in their order, however the stream is divided", () => {
  const passed = Buffer.concat(OTHERS).toString("hex");
  for (let first = 1; first <= STREAM.length; first++) {
    for (const lengths of [[first], [first, 1], [first, 6, 2], [first, STREAM.length]]) {
      const found = split(lengths);
      deepStrictEqual(found.rows.texts(), ROWS, `${lengths}`);
      deepStrictEqual([found.passed, found.order], [passed, "-rr-rrr-"], `${lengths}`);
    }
  }
});

Deno.test("RowSplitter.take() keeps nothing of a row or a line of COPY that is too long, and goes on behind it", () => {
  const megabyte = Buffer.alloc(2 ** 20), rows: (readonly number[])[] = [];
  let passed = "";
  const splitter = new RowSplitter(
    (bytes) => passed += bytes.toString("hex"),
    (bytes, from, to) => rows.push([bytes.length, to - from]),
  );
  const header = message("D", new Uint8Array(0)), length = 65 * megabyte.length;
  new DataView(header.buffer).setInt32(1, 4 + length);
  for (const at of [5, 3, 0]) {
    for (const type of ["D", "d"]) {
      header[0] = type.charCodeAt(0);
      for (const part of [header.subarray(0, at), header.subarray(at)]) splitter.take(Buffer.from(part));
      for (let i = 0; i < 65; i++) splitter.take(megabyte);
    }
  }
  splitter.take(Buffer.concat([dataRow(["a"]), OTHERS[2]!]));
  deepStrictEqual(rows, [[0, length], [0, length], [0, length], [18, 7]]);
  deepStrictEqual(passed, Buffer.from(OTHERS[2]!).toString("hex"));
});

Deno.test("RowSplitter.take() refuses lengths that no message has, however they arrive", () => {
  for (const length of [0, 3, 2 ** 31, 2 ** 32 - 1]) {
    for (const chunk of [1, 5]) {
      const header = message("N", new Uint8Array(0));
      new DataView(header.buffer).setUint32(1, length);
      const splitter = new RowSplitter(() => {}, () => {});
      throws(() => {
        for (let at = 0; at < header.length; at += chunk) splitter.take(Buffer.from(header.subarray(at, at + chunk)));
      }, /^Error: the server sent a message (of \d+ bytes, more than \d+|with the length \d)$/);
    }
  }
});
