import { deepStrictEqual } from "node:assert/strict";
import type { Cell } from "@fluxwire/sdk";
import { arrayReader } from "./array_text.ts";
import { asText, READERS } from "./text_cell.ts";

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
    deepStrictEqual(READERS.get("timestamptz")!(text), expected);
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
    deepStrictEqual(arrayReader(asText, ",")(text), expected);
  });
}
