import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { encode, type Value } from "@fluxwire/wire";
import { LOOKS } from "./messages.ts";
import { Result } from "./result.ts";

function payloadOf(rows: Value[][], more: Record<string, unknown> = {}): Uint8Array {
  const columns = (rows[0] ?? []).map((_, at) => ({
    name: `c${at}`,
    typeName: "any",
    nullable: true,
    isPrimaryKey: at === 0,
  }));
  const result = { shape: "Table" as const, columns, rows, executionTimeMs: 12n, ...more };
  const body = { type: "ExecuteResult" as const, result };
  return encode("response", "0.7.1", { protocolVersion: { major: 1, minor: 2 }, requestId: 1n, done: true, body });
}

function shown(...cells: Value[]): string[] {
  const { texts, looks } = new Result(payloadOf([cells]), "0.7.1").cells({
    row: 0,
    rows: 1,
    column: 0,
    columns: cells.length,
  });
  return texts.map((text, at) => `${LOOKS[looks[at]!]} ${text}`);
}

Deno.test("Result tells NULL, an empty text and the texts that read like them apart, and keeps integers exact", () => {
  deepStrictEqual(shown(null, "", "NULL", "'NULL'", "(empty)", 9007199254740993n, -0, 1.5, true), [
    "null NULL",
    "empty (empty)",
    "quoted 'NULL'",
    "quoted ''NULL''",
    "quoted '(empty)'",
    "number 9007199254740993",
    "number -0",
    "number 1.5",
    "other true",
  ]);
});

Deno.test("Result shows the beginning of long cells, bytes with their number, controls as pictures, and documents as JSON", () => {
  const document: Value = new Map<string, Value>([["a", 9007199254740993n], ["b", [null, "x"]]]);
  deepStrictEqual(
    shown("x".repeat(1_000_000), new Uint8Array(4_096).fill(1), Uint8Array.of(1, 2), "a\tb\n\u202ec", document),
    [
      `text ${"x".repeat(200)}…`,
      "bytes 0x0101010101010101… 4,096 bytes",
      "bytes 0x0102",
      "text a\u2409b\u240a\\u{202e}c",
      'other {"a":9007199254740993,"b":[null,"x"]}',
    ],
  );
});

Deno.test("Result gives whole cells, copies them for spreadsheets, and finds the next one in reading order, around the end", () => {
  const long = "y".repeat(300), result = new Result(payloadOf([["a\tb", long], [null, Uint8Array.of(255)]]), "0.7.1");
  strictEqual(result.whole({ row: 0, column: 1 }).text, long);
  deepStrictEqual(result.whole({ row: 1, column: 1 }), {
    type: "bytes, 1 byte",
    text: "",
    bytes: Uint8Array.of(255),
    json: null,
  });
  strictEqual(result.copy({ row: 0, rows: 2, column: 0, columns: 2 }), `"a\tb"\t${long}\n\t0xff`);
  const find = (text: string, row: number, column: number, by: 1 | -1) => result.find({ text, row, column, by });
  deepStrictEqual(find("Y", 0, 0, 1), { row: 0, column: 1 });
  deepStrictEqual(find("0xFF", 1, 1, 1), { row: 1, column: 1 });
  deepStrictEqual(find("b", 1, 1, -1), { row: 0, column: 0 });
  strictEqual(find("z", 0, 0, 1), null);
});

Deno.test("Result gives cells as exact JSON: a value alone, or rows", () => {
  const rows: Value[][] = [[9007199254740993n, "", null], [-0, Uint8Array.of(255), new Map([["a", 1n]])]];
  const result = new Result(payloadOf(rows), "0.7.1");
  const int = '{"type":"Int","value":"9007199254740993"}';
  strictEqual(result.json({ row: 0, rows: 1, column: 0, columns: 1 }), int);
  strictEqual(
    result.json({ row: 0, rows: 2, column: 0, columns: 3 }),
    `[[${int},"",null],\n[${
      ['{"type":"Float","value":"-0"}', '{"type":"Bytes","base64":"/w=="}', '{"type":"Document","value":{"a":'].join()
    }{"type":"Int","value":"1"}}}]]`,
  );
});

Deno.test("Result says what it is, and refuses an answer that has none", () => {
  const { head } = new Result(payloadOf([[1n, "ab"]], { affectedRows: 2n, nextPageToken: "n" }), "0.7.1");
  const [first] = head.columns;
  deepStrictEqual(first, { name: "c0", type: "any", isKey: true, characters: 11 });
  deepStrictEqual([head.rows, head.affectedRows, head.executionTimeMs, head.hasNext], [1, "2", "12", true]);
  const pong = encode("response", "0.7.1", {
    protocolVersion: { major: 1, minor: 2 },
    requestId: 1n,
    done: true,
    body: { type: "Pong" },
  });
  throws(() => new Result(pong, "0.7.1"), /Pong has no result to show/);
});
