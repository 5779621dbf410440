import { equal, ok } from "node:assert/strict";
import { Output } from "@fluxwire/command";
import type { QueryResultDto, Value } from "@fluxwire/wire";
import { type FormatOptions, outcomeText, writeResult } from "./formats.ts";
import { width } from "./width.ts";

function result(names: string[], rows: Value[][], more: Partial<QueryResultDto> = {}): QueryResultDto {
  const columns = names.map((name) => ({ name, typeName: "TEXT", nullable: true, isPrimaryKey: false }));
  return { shape: "Table", columns, rows, executionTimeMs: 0n, ...more };
}

/** What is written to a pipe, or to a terminal of a width. */
function written(answer: QueryResultDto, options: FormatOptions, columns: number | null = null): string {
  let text = "";
  const stdout = {
    writeSync: (bytes: Uint8Array) => (text += new TextDecoder().decode(bytes), bytes.length),
    isTerminal: () => columns !== null,
    columns: () => columns!,
  };
  writeResult(new Output(false, { stdout, noColour: true }), answer, options);
  return text;
}

const MIXED = result(["id", "no|te"], [[1n, 'a,"b"\nc'], [2n, null], [3n, ""], [4n, "\t\\\x1b"]]);

Deno.test("writeResult() writes csv as it is to a pipe: no value is empty, an empty text is quoted", () => {
  equal(written(MIXED, { format: "csv" }), 'id,no|te\n1,"a,""b""\nc"\n2,\n3,""\n4,"\t\\\x1b"\n');
});

Deno.test("writeResult() writes tsv with one line for each row, and \\N for no value", () => {
  equal(written(MIXED, { format: "tsv" }), 'id\tno|te\n1\ta,"b"\\nc\n2\t\\N\n3\t\n4\t\\t\\\\\x1b\n');
});

Deno.test("writeResult() lets no data steer a terminal", () => {
  ok(!written(MIXED, { format: "csv" }, 60).includes("\x1b"));
  ok(!written(MIXED, { format: "tsv" }, 60).includes("\x1b"));
});

Deno.test("writeResult() writes a JSON object for each row as jsonl", () => {
  const lines = written(MIXED, { format: "jsonl" }).trimEnd().split("\n").map((line) => JSON.parse(line));
  equal(JSON.stringify(lines[0]), '{"id":1,"no|te":"a,\\"b\\"\\nc"}');
  equal(lines[1]["no|te"], null);
});

Deno.test("writeResult() gives columns of one name different members in jsonl, so that no value is lost", () => {
  const joined = result(["id", "id", "id_2", "id"], [[1n, 2n, 3n, 4n]]);
  equal(written(joined, { format: "jsonl" }), '{"id":1,"id_3":2,"id_2":3,"id_4":4}\n');
});

Deno.test("writeResult() writes a table of Markdown, its marks escaped", () => {
  equal(
    written(result(["a|b"], [["*x*\ny"], [null], ["NULL"]]), { format: "markdown" }),
    '| a\\|b |\n| --- |\n| \\*x\\*<br>y |\n| NULL |\n| "NULL" |\n',
  );
});

Deno.test("writeResult() writes a block of lines for each row as vertical, and keeps the lines of a text", () => {
  equal(
    written(result(["id", "name"], [[1n, "a\nb"], [2n, null]]), { format: "vertical" }),
    "-- row 1 --\nid   | 1\nname | a\n     | b\n-- row 2 --\nid   | 2\nname | NULL\n",
  );
});

Deno.test("writeResult() fits a table to a terminal, as blocks if it has too many columns, and not with isWide", () => {
  const names = Array.from("abcdefghij");
  const wide = result(names, [names.map(() => "some longer text")]);
  const fitted = written(wide, { format: "table" }, 60);
  ok(fitted.startsWith("-- row 1 --\na | some longer text\n"));
  for (const line of written(result(["a", "b"], [["日本".repeat(30), 1n]]), { format: "table" }, 60).split("\n")) {
    ok(width(line) <= 60, line);
  }
  ok(written(wide, { format: "table", isWide: true }, 60).split("\n")[2]!.length > 100);
  ok(written(wide, { format: "table" }).split("\n")[2]!.length > 100);
});

Deno.test("outcomeText() counts rows, bytes, and rows affected", () => {
  equal(outcomeText(result(["a"], [])), "0 rows");
  equal(outcomeText(result(["a"], [[1n]])), "1 row");
  equal(outcomeText(result(["a"], [[1n], [2n], [3n]])), "3 rows");
  equal(outcomeText(result([], [], { affectedRows: 1n })), "1 row affected");
  equal(outcomeText(result([], [], { affectedRows: 0n })), "0 rows affected");
  equal(outcomeText(result(["a"], [[1n], [2n]], { affectedRows: 0n })), "2 rows");
  equal(outcomeText(result(["a"], [[1n]], { affectedRows: 1n })), "1 row, 1 row affected");
  equal(outcomeText(result([], [], { rawBytes: Uint8Array.of(0) })), "1 byte");
});
