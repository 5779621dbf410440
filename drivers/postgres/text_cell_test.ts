import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { type Cell, DEFAULT_LIMITS } from "@fluxwire/sdk";
import { RowEncoder } from "@fluxwire/sdk/rows";
import { arrayReader } from "./array_text.ts";
import { CELL_KINDS, OTHER } from "./text_cell.ts";

const dateTime = (value: string) => ({ type: "DateTime", value });

const TIMES: readonly [string, unknown][] = [
  ["2024-01-02 03:04:05+00", dateTime("2024-01-02T03:04:05Z")],
  ["2024-01-01 00:30:00.000001+01", dateTime("2023-12-31T23:30:00.000001Z")],
  ["1890-01-01 00:00:00+00:53:28", dateTime("1889-12-31T23:06:32Z")],
  ["2024-02-28 23:30:00-03:30", dateTime("2024-02-29T03:00:00Z")],
  ["0001-01-01 00:00:00+00", dateTime("0001-01-01T00:00:00Z")],
  ["0001-01-01 00:30:00+05:30", "0001-01-01 00:30:00+05:30"],
  ["9999-12-31 23:59:59-01", "9999-12-31 23:59:59-01"],
  ["10000-01-01 00:00:00+00", "10000-01-01 00:00:00+00"],
  ["0044-03-15 12:00:00+00 BC", "0044-03-15 12:00:00+00 BC"],
  ["infinity", "infinity"],
];

for (const [text, expected] of TIMES) {
  Deno.test(`a timestamptz ${text} keeps its point in time`, () => {
    deepStrictEqual(CELL_KINDS.get("timestamptz")!.read(text), expected);
  });
}

const ARRAYS: readonly [string, Cell][] = [
  ["{}", []],
  ["{a,NULL,b}", ["a", null, "b"]],
  [String.raw`{"NULL","a\"b","c\\d"," ",""}`, ["NULL", 'a"b', "c\\d", " ", ""]],
  ["{{a,b},{c,d}}", [["a", "b"], ["c", "d"]]],
  ["[2:3]={a,b}", "[2:3]={a,b}"],
];

for (const [text, expected] of ARRAYS) {
  Deno.test(`an array ${text} keeps its elements`, () => {
    deepStrictEqual(arrayReader(OTHER.read, ",")(text), expected);
  });
}

Deno.test("an array may have any sign between its elements", () => {
  for (const sign of [";", "]", "^", "-", "d"]) {
    deepStrictEqual(arrayReader(OTHER.read, sign)(`{a${sign}"${sign}\n"${sign}NULL}`), ["a", `${sign}\n`, null], sign);
  }
});

const BYTES: readonly [string, readonly number[]][] = [
  ["\\x", []],
  ["\\x00ff", [0, 255]],
  [`\\x${"0a".repeat(5_000)}`, new Array(5_000).fill(10)],
  [String.raw`a\\b\001`, [97, 92, 98, 1]],
];

Deno.test("bytes are read in both forms, and stay what they are when others are read", () => {
  const { read } = CELL_KINDS.get("bytea")!, cells = BYTES.map(([text]) => read(text));
  deepStrictEqual(cells, BYTES.map(([, bytes]) => Uint8Array.from(bytes)));
  throws(() => read("\\x0"), SyntaxError);
});

/** Texts that the server can send for types whose texts are sent as they are. */
const TEXTS = ["", "1.10", "NaN", "-12345678901234567890.5", '{"a": 1}', '"é"', "x".repeat(65)];

function hexOf(write: (rows: RowEncoder) => void): string {
  let hex = "";
  const rows = new RowEncoder("postcard", DEFAULT_LIMITS, (chunk) => hex += chunk.toHex());
  rows.begin(1);
  write(rows);
  rows.finish();
  return hex;
}

for (const [name, { text: kind, read }] of CELL_KINDS) {
  if (kind === null) continue;
  Deno.test(`a ${name} that is sent as it is has the bytes of what is read`, () => {
    for (const text of TEXTS) {
      const bytes = new TextEncoder().encode(text);
      const sent = hexOf((rows) => rows.utf8(kind, bytes, 0, bytes.length));
      strictEqual(sent, hexOf((rows) => rows.cell(read(text))), text);
    }
  });
}
