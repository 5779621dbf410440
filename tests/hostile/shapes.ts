/**
 * Frames of 16 MiB that are expensive to decode: many small things, or one large one.
 *
 * @module
 */
import {
  type ColumnInfo,
  DEFAULT_LIMITS,
  type DriverRequestEnvelope,
  type DriverResponseBody,
  type DriverResponseEnvelope,
  encode,
  type Layout,
  type Role,
  type TableInfo,
  type Value,
} from "@fluxwire/wire";
import { listsOf } from "../messages/lists_of.ts";
import { MAX_BYTES, type Pair, type Repeated, repeatedElement } from "./repeated.ts";

/** A frame, and its description. */
export interface Shape extends Repeated {
  name: string;
  role: Role;
  layout: Layout;
}

const EMPTY_COLUMN: ColumnInfo = { name: "", typeName: "", nullable: false, isPrimaryKey: false };

const HEADER = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n } as const;

function response(body: DriverResponseBody): DriverResponseEnvelope {
  return { ...HEADER, done: true, body };
}

function resultOf(rows: Value[][]): DriverResponseEnvelope {
  return response({ type: "ExecuteResult", result: { shape: "Table", columns: [], rows, executionTimeMs: 0n } });
}

function cellsOf(cell: Value): Pair<"response"> {
  return { empty: resultOf([[]]), single: resultOf([[cell]]) };
}

function entriesOf(value: Value): Pair<"response"> {
  return { empty: resultOf([[new Map()]]), single: resultOf([[new Map([["k", value]])]]) };
}

/** The most values that what stands around the elements takes: a row, and a document in it. */
const OUTER_VALUES = 16;

/** Pairs of results, and how many of maxResponseValues one element takes. */
const RESULTS: readonly [name: string, pair: Pair<"response">, values: number][] = [
  ["empty rows", { empty: resultOf([]), single: resultOf([[]]) }, 1],
  ["rows of one small int", { empty: resultOf([]), single: resultOf([[1n]]) }, 2],
  ["small ints", cellsOf(1n), 1],
  ["floats", cellsOf(1.5), 1],
  ["nulls", cellsOf(null), 1],
  ["booleans", cellsOf(true), 1],
  ["empty texts", cellsOf(""), 1],
  ["short texts", cellsOf("a"), 1],
  ["short texts beyond ASCII", cellsOf("é"), 1],
  ["tagged texts", cellsOf({ type: "DateTime", value: "" }), 1],
  ["empty byte strings", cellsOf(new Uint8Array(0)), 8],
  ["empty arrays", cellsOf([]), 4],
  ["arrays of one", cellsOf([1n]), 5],
  ["empty documents", cellsOf(new Map()), 8],
  ["documents of one short key", cellsOf(new Map([["k", null]])), 9],
  ["a document of short keys", entriesOf(1n), 1],
  ["rows of texts beyond ASCII", { empty: resultOf([]), single: resultOf([["é".repeat(500)]]) }, 2],
];

/** Results of every kind of cell, as long as the limits on bytes and values allow, both divided by `scale`. */
export function* resultShapes(layout: Layout, scale: number): Generator<Shape> {
  const maxBytes = Math.floor(MAX_BYTES / scale), maxValues = Math.floor(DEFAULT_LIMITS.maxResponseValues / scale);
  for (const [name, pair, values] of RESULTS) {
    const maxCount = Math.floor((maxValues - OUTER_VALUES) / values);
    yield { name, role: "response", layout, ...repeatedElement("response", layout, pair, { maxBytes, maxCount }) };
  }
  const room = maxBytes - 100;
  const large: readonly [string, Value][] = [
    ["one text", "x".repeat(room)],
    ["one text beyond ASCII", "é".repeat(room / 2)],
    ["one text beyond the BMP", "😀".repeat(room / 4)],
    ["one byte string", new Uint8Array(room)],
  ];
  for (const [name, cell] of large) {
    yield { name, role: "response", layout, payload: encode("response", layout, resultOf([[cell]])), count: 1 };
  }
}

/**
 * Every list and map of the tables with as many of its smallest elements as the limits allow, both divided by `scale`.
 */
export function* listShapes(role: Role, layout: Layout, scale: number): Generator<Shape> {
  const limit = role.endsWith("request") ? "maxRequestValues" : "maxResponseValues";
  const maxCount = Math.floor(DEFAULT_LIMITS[limit] / scale) - 8;
  for (const place of listsOf(role, layout)) {
    const repeated = repeatedElement(role, layout, place, { maxBytes: Math.floor(MAX_BYTES / scale), maxCount });
    yield { name: place.path, role, layout, ...repeated };
  }
}

/**
 * A request with columns as the real host encodes them, without `enumValues` (H2): the bytes after each look like a
 * long list that is broken near its end. Without the last byte, no reading fits. So many groups of 25 columns.
 */
export function columnsThatLookFilled(groups: number): Shape {
  // First, columns with their lists: each of them is a choice that the decoder can take back.
  const filled: ColumnInfo = { ...EMPTY_COLUMN, enumValues: [] };
  // An omitted list is followed by the next name's length, 1, and its one character: read as a tag, and as 126 texts.
  const looksFilled: ColumnInfo = { ...EMPTY_COLUMN, name: "\x7e" };
  // Read as texts, this default ends within a character.
  const broken: ColumnInfo = { ...looksFilled, defaultValue: "\x01é" };
  const group = [...Array<ColumnInfo>(24).fill(looksFilled), broken];
  const columns = [...Array<ColumnInfo>(70).fill(filled), ...Array.from({ length: groups }, () => group).flat()];
  const table: TableInfo = { name: "", columns, presentation: "DataGrid" };
  const envelope: DriverRequestEnvelope = { ...HEADER, body: { type: "GenerateCode", generatorId: "", table } };
  // Its reader counts the values, and so would this writer.
  const limits = { maxRequestValues: DEFAULT_LIMITS.maxResponseValues };
  const payload = encode("request", "0.7.1", envelope, { faithful: true, limits }).subarray(0, -1);
  return { name: "columns that look filled", role: "request", layout: "0.7.1", payload, count: columns.length };
}
