/**
 * Checks of how a driver describes its databases.
 *
 * @module
 */
import type { TableInfo } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";
import type { OwnTable } from "./runner/own_table.ts";
import { expect, expectSame, NotApplicable, rendered } from "./runner/violation.ts";

const MISSING = "fluxwire_missing";

/** The current database of the session; null if it has no databases. */
async function currentDatabase(end: HostEnd): Promise<string | null> {
  const { databases } = await end.call({ type: "ListDatabases" });
  return databases.find(({ isCurrent }) => isCurrent)?.name ?? null;
}

async function detailsOf(end: HostEnd, { database, schema, name }: OwnTable): Promise<TableInfo> {
  return (await end.call({ type: "TableDetails", database, schema, table: name })).table;
}

/** A check that the driver gives a list for the database of a table. */
const lists = (type: "SchemaTypes" | "SchemaIndexes" | "SchemaForeignKeys") => async (bench: Bench): Promise<void> => {
  const { end, table: { database, schema } } = await bench.table();
  await end.call({ type, database, schema });
};

/** The checks of schemas. */
export const SCHEMA_CHECKS: CheckTable = {
  "schema.schema": {
    section: "methods",
    suite: "core",
    text: "Schema is answered: hosts ask for it as soon as a session is open",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.session()).call({ type: "Schema" }),
  },
  "schema.repeated": {
    section: "methods",
    suite: "full",
    text: "Schema gives the same kind of structure twice",
    needs: ["schema.schema"],
    async run(bench) {
      const end = await bench.session();
      const types = [await end.call({ type: "Schema" }), await end.call({ type: "Schema" })].map(({ schema }) =>
        schema.structure.type
      );
      expectSame("the second structure to be", types[1], types[0]);
    },
  },
  "schema.databases": {
    section: "methods",
    suite: "core",
    text: "ListDatabases gives unique names that are not blank",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const { databases } = await (await bench.session()).call({ type: "ListDatabases" });
      const names = databases.map(({ name }) => name);
      expect(names.every((name) => name.trim() !== ""), "Expected names, found a blank one");
      expectSame("the number of different names to be", new Set(names).size, names.length);
    },
  },
  "schema.one-current": {
    section: "methods",
    suite: "full",
    text: "At most one database is the current one",
    needs: ["schema.databases"],
    async run(bench) {
      const { databases } = await (await bench.session()).call({ type: "ListDatabases" });
      const current = databases.filter(({ isCurrent }) => isCurrent).map(({ name }) => name);
      expect(current.length <= 1, `Expected one current database, found ${current.join(", ")}`);
    },
  },
  "schema.active": {
    section: "methods",
    suite: "full",
    text: "ActiveDatabase names the database that ListDatabases marks as current",
    needs: ["schema.one-current"],
    async run(bench) {
      const end = await bench.session();
      const { database } = await end.call({ type: "ActiveDatabase" });
      const current = await currentDatabase(end);
      if (current === null || database == null) throw new NotApplicable("no database is the current one");
      expectSame("the active database to be", database, current);
    },
  },
  "schema.set-active": {
    section: "methods",
    suite: "full",
    text: "The current database can be chosen again",
    needs: ["schema.active"],
    async run(bench) {
      const end = await bench.session(), database = await currentDatabase(end);
      await end.call({ type: "SetActiveDatabase", database });
      expectSame("the active database to be", (await end.call({ type: "ActiveDatabase" })).database ?? null, database);
    },
  },
  "schema.set-other": {
    section: "methods",
    suite: "full",
    text: "Another database can be chosen, and ActiveDatabase names it",
    needs: ["schema.set-active"],
    async run(bench) {
      const end = await bench.freshSession();
      const { databases } = await end.call({ type: "ListDatabases" });
      const other = databases.find(({ isCurrent }) => !isCurrent)?.name;
      if (other === undefined) throw new NotApplicable("it has only one database");
      const { envelope: { body } } = await end.ask({ type: "SetActiveDatabase", database: other });
      if (body.type === "Error") throw new NotApplicable(`the other database cannot be used: ${body.message}`);
      expectSame("the active database to be", (await end.call({ type: "ActiveDatabase" })).database ?? null, other);
    },
  },
  "schema.set-unknown": {
    section: "errors",
    suite: "full",
    text: "A missing database cannot be chosen, and the session keeps its own",
    needs: ["schema.set-active"],
    async run(bench) {
      const end = await bench.freshSession(), before = await end.call({ type: "ActiveDatabase" });
      await end.fails({ type: "SetActiveDatabase", database: MISSING });
      expectSame("the active database to be", (await end.call({ type: "ActiveDatabase" })).database, before.database);
    },
  },
  "schema.for-database": {
    section: "methods",
    suite: "full",
    text: "SchemaForDatabase contains a newly created table",
    needs: ["envelopes.answer-type", "queries.execute"],
    async run(bench) {
      const { end, table: { database, name } } = await bench.table();
      const { schema } = await end.call({ type: "SchemaForDatabase", database });
      const names = schema.tables.map((table) => table.name);
      expect(names.includes(name), `Expected table ${name}, found ${rendered(names)}`);
    },
  },
  "schema.for-unknown-database": {
    section: "errors",
    suite: "full",
    text: "SchemaForDatabase of a missing database is answered with an error",
    needs: ["schema.for-database"],
    run: async (bench) => void await (await bench.session()).fails({ type: "SchemaForDatabase", database: MISSING }),
  },
  "schema.table": {
    section: "methods",
    suite: "full",
    text: "TableDetails gives a table's columns in order",
    needs: ["envelopes.answer-type", "queries.execute"],
    async run(bench) {
      const { end, table } = await bench.table();
      const { name, columns } = await detailsOf(end, table);
      expectSame("the table's name to be", name, table.name);
      expectSame("the columns to be", columns?.map(({ name }) => name).join(), table.columns.join());
    },
  },
  "schema.table-strict": {
    section: "hazards",
    suite: "full",
    text: "TableDetails has the tag of every option, also in the middle of its columns (H2)",
    needs: ["schema.table", "frames.nothing-left-over"],
    async run(bench) {
      const { end, table: { database, schema, name } } = await bench.table();
      const { pass } = await end.ask({ type: "TableDetails", database, schema, table: name });
      expectSame("the reading of TableDetails to be", pass, "strict");
    },
  },
  "schema.primary-key": {
    section: "methods",
    suite: "full",
    text: "TableDetails says which column is the primary key",
    needs: ["schema.table"],
    async run(bench) {
      const { end, table } = await bench.table();
      const keys = (await detailsOf(end, table)).columns?.filter(({ isPrimaryKey }) => isPrimaryKey);
      expectSame("the primary key to be", keys?.map(({ name }) => name).join(), "id");
    },
  },
  "schema.types": {
    section: "methods",
    suite: "full",
    text: "TableDetails names the types of columns",
    needs: ["schema.table"],
    async run(bench) {
      const { end, table } = await bench.table();
      const blank = (await detailsOf(end, table)).columns?.find(({ typeName }) => typeName.trim() === "");
      expect(blank === undefined, `Expected a type, found none at ${blank?.name}`);
    },
  },
  "schema.unknown-table": {
    section: "errors",
    suite: "full",
    text: "TableDetails of a missing table is answered with an error, and the session lives",
    needs: ["schema.table"],
    async run(bench) {
      const { end, table: { database, schema } } = await bench.table();
      await end.fails({ type: "TableDetails", database, schema, table: MISSING });
      await end.expectQuiet();
    },
  },
  "schema.unknown-view": {
    section: "errors",
    suite: "full",
    text: "ViewDetails of a missing view is answered with an error",
    needs: ["envelopes.answer-type", "queries.execute"],
    async run(bench) {
      const { end, table: { database, schema } } = await bench.table();
      await end.fails({ type: "ViewDetails", database, schema, view: MISSING });
    },
  },
  "schema.custom-types": {
    section: "methods",
    suite: "full",
    text: "SchemaTypes gives a list",
    needs: ["envelopes.answer-type", "queries.execute"],
    run: lists("SchemaTypes"),
  },
  "schema.indexes": {
    section: "methods",
    suite: "full",
    text: "SchemaIndexes gives indexes of columns",
    needs: ["envelopes.answer-type", "queries.execute"],
    async run(bench) {
      const { end, table: { database, schema } } = await bench.table();
      const { indexes } = await end.call({ type: "SchemaIndexes", database, schema });
      const nameless = indexes.find(({ tableName }) => tableName.trim() === "");
      expect(nameless === undefined, `Expected the table of every index, found none at ${nameless?.name}`);
    },
  },
  "schema.foreign-keys": {
    section: "methods",
    suite: "full",
    text: "SchemaForeignKeys gives as many columns as referenced columns",
    needs: ["envelopes.answer-type", "queries.execute"],
    async run(bench) {
      const { end, table: { database, schema } } = await bench.table();
      const { foreignKeys } = await end.call({ type: "SchemaForeignKeys", database, schema });
      for (const { name, columns, referencedColumns } of foreignKeys) {
        expectSame(`the number of columns that ${name} refers to to be`, referencedColumns.length, columns.length);
      }
    },
  },
  "schema.describe": {
    section: "methods",
    suite: "full",
    text: "DescribeTable gives a row for each column",
    needs: ["queries.one-row"],
    async run(bench) {
      const { end, table: { schema, name, columns } } = await bench.table();
      const { result } = await end.call({ type: "DescribeTable", request: { table: { schema, name } } });
      expectSame("the rows to be as many as the columns,", result.rows.length, columns.length);
    },
  },
  "schema.explain": {
    section: "methods",
    suite: "full",
    text: "Explain of a table gives rows or a text",
    needs: ["queries.execute"],
    async run(bench) {
      const { end, table: { schema, name } } = await bench.table();
      const { result } = await end.call({ type: "Explain", request: { table: { schema, name } } });
      const isEmpty = result.rows.length === 0 && (result.textBody ?? "") === "";
      expect(!isEmpty, "Expected rows or a text, found neither");
    },
  },
  "schema.explain-query": {
    section: "methods",
    suite: "full",
    text: "Explain of a statement gives rows or a text",
    needs: ["schema.explain"],
    async run(bench) {
      const { end, table: { schema, name } } = await bench.table();
      const query = `SELECT * FROM ${name}`;
      const { result } = await end.call({ type: "Explain", request: { table: { schema, name }, query } });
      expect(result.rows.length > 0 || (result.textBody ?? "") !== "", "Expected rows or a text, found neither");
    },
  },
};
