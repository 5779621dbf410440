import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  codecOf,
  type ColumnInfo,
  decode,
  type DriverResponseBody,
  type DriverResponseEnvelope,
  encode,
  fromExactJson,
  type Layout,
  MalformedError,
  type Pass,
  type SyntaxInfo,
  type TableInfo,
  toExactJson,
} from "@fluxwire/wire";
import { readVectors, type Vector } from "./vectors.ts";

const VECTORS = readVectors();
const FRAMES = VECTORS.filter((vector): vector is Vector & { role: "request" | "response" } => vector.role !== null);

/** The expected results for frames that upstream encodes but cannot decode, by name: the reading, or why it fails. */
const UNREADABLE_UPSTREAM: readonly [RegExp, Pass | RegExp][] = [
  // H1: semantic_filter omitted at the end.
  [/^(BrowseTable|CountTable|CountCollection) none$/, "tail"],
  // H2: enum_values omitted in every column.
  [/^TableDetails .*enum none$/, "lenient"],
  // H4: JSON values.
  [
    /^(CountCollection filter json|InsertDocument|DeleteDocument|CrudResult v0.7.7 extra)$/,
    /a JSON value has no readable form/,
  ],
  // H5: source, or its query_mode, omitted at the end.
  [/^source (none|window mode none)$/, "tail"],
  // H6: change_types or column_types omitted at the end.
  [/^(UpdateRow|InsertRow) untyped$/, "tail"],
  // H7: change_types or column_types omitted in the middle.
  [/^PlanSemantic .* untyped/, /^expected /],
  // H8: metadata_extra omitted at the end.
  [/^CrudResult v0.7.7 none$/, "tail"],
];

function label({ set, name, layout }: Vector): string {
  return `${set}: ${name} (${layout})`;
}

Deno.test("the file has 209 vectors, 124 of them envelopes", () => {
  strictEqual(VECTORS.length, 209);
  strictEqual(FRAMES.length, 124);
});

Deno.test("every envelope that upstream reads decodes strictly and encodes to the same bytes", () => {
  const readable = FRAMES.filter((vector) => vector.isReadableUpstream);
  for (const vector of readable) {
    const { envelope, pass } = decode(vector.role, vector.layout, vector.payload);
    strictEqual(pass, "strict", label(vector));
    strictEqual(encode(vector.role, vector.layout, envelope).toHex(), vector.payload.toHex(), label(vector));
  }
  strictEqual(readable.length, 87);
});

Deno.test("every envelope that upstream cannot decode is handled as the hazards require", () => {
  const unreadable = FRAMES.filter((vector) => !vector.isReadableUpstream);
  const counts: Record<string, number> = {};
  for (const vector of unreadable) {
    const expected = UNREADABLE_UPSTREAM.find(([name]) => name.test(vector.name))?.[1];
    ok(expected !== undefined, label(vector));
    if (expected instanceof RegExp) assertAnswerable(vector, expected);
    else assertFaithful(vector, expected);
    const outcome = expected instanceof RegExp ? "refused" : expected;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  deepStrictEqual(counts, { tail: 18, refused: 16, lenient: 3 });
});

function assertFaithful(vector: Vector & { role: "request" | "response" }, expected: Pass): void {
  const { envelope, pass } = decode(vector.role, vector.layout, vector.payload);
  strictEqual(pass, expected, label(vector));
  strictEqual(
    encode(vector.role, vector.layout, envelope, { faithful: true }).toHex(),
    vector.payload.toHex(),
    label(vector),
  );
  const explicit = encode(vector.role, vector.layout, envelope);
  deepStrictEqual(decode(vector.role, vector.layout, explicit), { envelope, pass: "strict" }, label(vector));
}

function assertAnswerable(vector: Vector & { role: "request" | "response" }, reason: RegExp, path = "body."): void {
  try {
    decode(vector.role, vector.layout, vector.payload);
  } catch (error) {
    ok(error instanceof MalformedError, label(vector));
    ok(reason.test(error.reason), `${label(vector)}: ${error.reason}`);
    ok(error.header !== null && error.header.body !== null && error.path.startsWith(path), label(vector));
    return;
  }
  throw new Error(`${label(vector)} decoded`);
}

Deno.test("exact JSON gives back every decodable envelope, and its bytes", () => {
  let count = 0;
  for (const vector of FRAMES) {
    const decoded = tryDecode(vector);
    if (decoded === null) continue;
    const again = fromExactJson(vector.role, toExactJson(vector.role, decoded.envelope));
    deepStrictEqual(again, decoded.envelope, label(vector));
    count++;
  }
  strictEqual(count, 108);
});

type Decoded = ReturnType<typeof decode<"request" | "response">>;

function tryDecode(vector: Vector & { role: "request" | "response" }): Decoded | null {
  try {
    return decode(vector.role, vector.layout, vector.payload);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

Deno.test("an envelope with bytes left over is still decoded (H13)", () => {
  for (const vector of FRAMES.filter((frame) => frame.isReadableUpstream)) {
    const longer = new Uint8Array(vector.payload.length + 3);
    longer.set(vector.payload);
    longer.fill(0xee, vector.payload.length);
    // Left-over bytes may be the sign of a list that was omitted in the middle (H7).
    if (/^PlanSemantic /.test(vector.name)) {
      assertAnswerable({ ...vector, payload: longer }, /^expected the end of the frame/, "");
      continue;
    }
    const { envelope, pass } = decode(vector.role, vector.layout, longer);
    strictEqual(pass, "trailing", label(vector));
    deepStrictEqual(envelope, decode(vector.role, vector.layout, vector.payload).envelope, label(vector));
  }
});

Deno.test("every truncation of every envelope gives an error with a place, or the message without its tail", () => {
  for (const vector of FRAMES) {
    const whole = tryDecode(vector);
    for (let length = 0; length < vector.payload.length; length++) {
      try {
        const { pass } = decode(vector.role, vector.layout, vector.payload.subarray(0, length));
        ok(whole === null || pass !== "strict", `${label(vector)} cut to ${length}`);
      } catch (error) {
        ok(error instanceof MalformedError, `${label(vector)} cut to ${length}: ${error}`);
        ok(error.offset <= length, `${label(vector)} cut to ${length}`);
      }
    }
  }
});

/** Bare values by the place that they can take in a whole envelope: the cell of a result, a session's id. */
const CELL = "MARK", SESSION = "4d41524b-4d41-524b-4d41-524b4d41524b";

Deno.test("every bare Value and uuid decodes and encodes to the same bytes inside an envelope", () => {
  let count = 0;
  for (const vector of VECTORS.filter(({ name }) => /^(Value::|uuid$)/.test(name))) {
    const bytes = vector.payload.toHex();
    const around = encode("response", vector.layout, envelopeAround(CELL, SESSION)).toHex();
    const mark = vector.name === "uuid" ? "4d41524b4d41524b4d41524b4d41524b" : hexOf(vector.layout, CELL);
    const whole = around.replace(mark, vector.name === "uuid" ? bytes.slice(-32) : bytes);
    const { envelope, pass } = decode("response", vector.layout, Uint8Array.fromHex(whole));
    strictEqual(pass, "strict", label(vector));
    strictEqual(encode("response", vector.layout, envelope).toHex(), whole, label(vector));
    const { result } = envelope.body as Extract<DriverResponseBody, { type: "ExecuteResult" }>;
    if (vector.name === "uuid") strictEqual(envelope.sessionId, "00112233-4455-6677-8899-aabbccddeeff");
    else deepStrictEqual(result.rows, [[VALUES[vector.name]]], label(vector));
    count++;
  }
  strictEqual(count, 64);
});

function envelopeAround(cell: string, sessionId: string): DriverResponseEnvelope {
  const result = { shape: "Table" as const, columns: [], rows: [[cell]], executionTimeMs: 0n };
  return {
    protocolVersion: { major: 1, minor: 1 },
    requestId: 1n,
    sessionId,
    done: true,
    body: { type: "ExecuteResult", result },
  };
}

/** A text cell's bytes: variant 4, length, text. */
function hexOf(layout: Layout, text: string): string {
  const hex = new TextEncoder().encode(text).toHex();
  return codecOf(layout) === "postcard" ? `0404${hex}` : `040000000400000000000000${hex}`;
}

const VALUES: Readonly<Record<string, unknown>> = {
  "Value::Null": null,
  "Value::Bool": true,
  "Value::Int": -2n,
  "Value::Float": 1.5,
  "Value::Text": "hi",
  "Value::Bytes": Uint8Array.of(1, 2),
  "Value::Json": { type: "Json", value: "{}" },
  "Value::Decimal": { type: "Decimal", value: "1.0" },
  "Value::DateTime": { type: "DateTime", value: "2024-01-02T03:04:05.120Z" },
  "Value::Date": { type: "Date", value: "2024-01-02" },
  "Value::Time": { type: "Time", value: "03:04:05.000006" },
  "Value::Array": [1n],
  "Value::Document": new Map<string, unknown>([["a", true], ["b", null]]),
  "Value::ObjectId": { type: "ObjectId", value: "0".repeat(24) },
  "Value::Unsupported": { type: "Unsupported", value: "x" },
};

const SYNTAX: SyntaxInfo = {
  identifierQuote: '"',
  stringQuote: "'",
  placeholderStyle: "DollarNumber",
  supportsSchemas: true,
  defaultSchema: "public",
  caseSensitiveIdentifiers: false,
};

/** A session whose metadata has a syntax and capabilities. */
function opened(syntax: SyntaxInfo, capabilities: bigint): DriverResponseBody {
  return {
    type: "SessionOpened",
    sessionId: SESSION,
    kind: "SQLite",
    metadata: {
      id: "d",
      displayName: "D",
      description: "",
      category: "Relational",
      queryLanguage: { type: "Sql" },
      capabilities,
      uriScheme: "d",
      icon: "Database",
      syntax,
    },
    schemaLoadingStrategy: "SingleDatabase",
    schemaFeatures: 0,
    codeGenCapabilities: 0,
  };
}

/** A table with one column, or one sampled field. */
function details(table: Partial<TableInfo>): DriverResponseBody {
  return { type: "TableDetails", table: { name: "t", ...table } };
}

const COLUMN: ColumnInfo = { name: "c", typeName: "int", nullable: true, isPrimaryKey: false };

/** The other bare values, each with a message that contains it. */
const AROUND: readonly [name: RegExp, body: DriverResponseBody][] = [
  [/^char /, opened({ ...SYNTAX, stringQuote: "é" }, 0n)],
  [/^DriverMetadata with syntax$/, opened(SYNTAX, 0n)],
  [/^DriverCapabilities KV_SCAN only/, opened(SYNTAX, 1n << 30n)],
  [/^f32$/, details({ sampleFields: [{ name: "f", commonType: "T", occurrenceRate: 1.5 }] })],
  [/^ColumnInfo enum none$/, details({ columns: [COLUMN] })],
  [/^ColumnInfo enum some$/, details({ columns: [{ ...COLUMN, enumValues: ["a"] }] })],
];

Deno.test("every other bare value occurs in the bytes of a message that contains it, and is decoded again", () => {
  let count = 0;
  for (const vector of VECTORS.filter(({ role, name }) => role === null && !/^(Value::|uuid$)/.test(name))) {
    const body = AROUND.find(([name]) => name.test(vector.name))?.[1];
    ok(body !== undefined, label(vector));
    const envelope: DriverResponseEnvelope = {
      protocolVersion: { major: 1, minor: 1 },
      requestId: 1n,
      sessionId: SESSION,
      done: true,
      body,
    };
    // Only values that upstream cannot decode are omitted when absent (H2).
    const bytes = encode("response", vector.layout, envelope, { faithful: !vector.isReadableUpstream });
    ok(bytes.toHex().includes(vector.payload.toHex()), label(vector));
    const explicit = encode("response", vector.layout, envelope);
    const { envelope: read } = decode("response", vector.layout, bytes);
    deepStrictEqual(read, decode("response", vector.layout, explicit).envelope, label(vector));
    count++;
  }
  strictEqual(count, 21);
});

/** The smallest limit on values with which a message can be read or written. */
function leastValues(code: (maxValues: number) => unknown): number {
  let low = 0, high = 100_000;
  while (low < high) {
    const middle = (low + high) >> 1;
    try {
      code(middle);
      high = middle;
    } catch (error) {
      if (!(error instanceof MalformedError && /maxValues|limit of/.test(error.message))) throw error;
      low = middle + 1;
    }
  }
  return low;
}

Deno.test("what a message costs of the limit on values is the same on the way in and on the way out", () => {
  let dear = 0;
  for (const { name, role, layout, payload, isReadableUpstream } of FRAMES) {
    if (!isReadableUpstream) continue;
    const limits = (values: number) => ({ limits: { maxRequestValues: values, maxResponseValues: values } });
    const { envelope } = decode(role, layout, payload);
    const read = leastValues((values) => decode(role, layout, payload, limits(values)));
    const written = leastValues((values) => encode(role, layout, envelope as DriverResponseEnvelope, limits(values)));
    strictEqual(written, read, `${name} in layout ${layout}`);
    if (read > 10) dear++;
  }
  ok(dear > 10, `${dear} messages have lists of structs`);
});
