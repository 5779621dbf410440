/**
 * A driver for tests: a million cells, the cells that are easily confused, an answer of each shape that drivers make, and 100,000 tables.
 *
 * @module
 */
import { defineDriver, DriverError, form, serve } from "@fluxwire/sdk";

/** The tables of its schema. */
const TABLES = 100_000;

const CONFUSING = {
  columns: [{ name: "id", isPrimaryKey: true }, { name: "note" }, { name: "blob" }, { name: "doc" }],
  rows: [
    [9007199254740993n, "", new Uint8Array(4_096).fill(2), new Map([["a", 9007199254740995n]])],
    [2n, null, Uint8Array.of(), null],
    [3n, "NULL", null, "x".repeat(1_000_000)],
  ],
};

function million(): { columns: { name: string }[]; rows: bigint[][] } {
  const columns = Array.from({ length: 100 }, (_, at) => ({ name: `c${at}` }));
  const rows = Array.from({ length: 10_000 }, (_, row) => columns.map((_, at) => BigInt(row * 100 + at)));
  return { columns, rows };
}

const driver = defineDriver({
  id: "grid",
  name: "Grid",
  version: "1.0.0",
  description: "Cells for tests",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "grid",
  form: form({}),
  open: () => ({
    execute: async ({ sql, limit, offset }, { signal }) => {
      switch (sql) {
        case "confusing":
          return CONFUSING;
        case "million":
          return million();
        case "pages": {
          const from = offset ?? 0, end = Math.min(from + (limit ?? 250), 250);
          return { rows: Array.from({ length: end - from }, (_, at) => ({ n: BigInt(from + at) })) };
        }
        case "text":
          return { text: "two\nlines" };
        case "none":
          return { columns: [{ name: "n" }], rows: [] };
        case "exit":
          return Deno.exit(3);
        case "write":
          return { affectedRows: 3n };
        case "wait":
          return await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        default:
          throw new DriverError("Driver", `syntax error at line 2, column 3\n  ${sql.split("\n")[1] ?? sql}\n  ^`);
      }
    },
    schema: () => {
      const tables = Array.from({ length: TABLES }, (_, at) => ({ name: `table_${at}` }));
      return {
        type: "Relational",
        databases: [],
        schemas: [{ name: "main", tables, views: [] }],
        tables: [],
        views: [],
      };
    },
    tableDetails: ({ table }) => ({
      name: table,
      schema: "main",
      columns: [{ name: "id", typeName: "BIGINT", nullable: false, isPrimaryKey: true }],
    }),
    codeGenerators: [{ id: "select", label: "SELECT", scope: "TableOrView", order: 0, destructive: false }],
    generateCode: ({ table: { name, columns } }) => `SELECT ${columns?.map((one) => one.name).join()} FROM ${name}`,
  }),
});

if (import.meta.main) await serve(driver);
