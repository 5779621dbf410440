/**
 * Checks of generated text, of Explain, and of names that others have planted.
 *
 * @module
 */
import type { DriverRequestBody, Value } from "@fluxwire/wire";
import type { Answer } from "@fluxwire/wire/client";
import { expect } from "../conformance/runner/violation.ts";
import { expectEqual, identity, quoted, SqlBench } from "./bench.ts";
import type { Row, SqlCheck, SqlSubject } from "./subject.ts";

/** A name that would end a comment, a quote or a line. */
const HOSTILE = `x'"*/\n; DROP TABLE victim; --`;

/** What can stand before the first word of a text; databases differ in where such a comment ends. */
const BEFORE = ["", "/* a */", "/* /* */ */ ", "/*/**/*/", "-- a\n", "-- a\r", "\u200B", "\uFEFF"];

/** Whether the driver generates definitions. */
function hasDefinitions({ definitions }: SqlSubject): boolean {
  return definitions.length > 0;
}

/** Whether those of tables are among them. */
function hasTables({ definitions }: SqlSubject): boolean {
  return definitions.some(([kind]) => kind === "table");
}

/** Checks of generated text. */
export const GENERATOR_CHECKS: readonly SqlCheck[] = [
  {
    name: "SQL: generated definitions, run in an empty database, make what they were generated from",
    applies: hasDefinitions,
    async run(subject) {
      await using first = await SqlBench.open(subject);
      for (const [, , script] of subject.definitions) await first.rows(script);
      const texts: string[] = [];
      for (const [kind, name] of subject.definitions) texts.push(await first.generate(`create_${kind}`, name));
      await using second = await SqlBench.open(subject);
      for (const text of texts) await second.rows(text);
      expectEqual("the catalog", await second.rows(subject.catalog), await first.rows(subject.catalog));
    },
  },
  {
    name: "SQL: no generator lets a name break out of its statement",
    async run(subject) {
      const { integer } = subject.types, name = quoted(HOSTILE);
      const victim = `CREATE TABLE victim (a ${integer})`, view = `${HOSTILE} v`;
      await using bench = await SqlBench.open(subject, [
        victim,
        `CREATE TABLE ${name} (${name} ${integer} PRIMARY KEY)`,
        `CREATE VIEW ${quoted(view)} AS SELECT ${name} FROM ${name}`,
      ]);
      // Where nothing else is there yet, a definition does not fail before its end.
      await using empty = await SqlBench.open(subject, [victim]);
      const { generators } = await bench.call({ type: "CodeGenerators" });
      // What drops comes last, and the view before its table.
      const order = ["drop_view", "drop_table"];
      for (const { id, scope } of generators.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id))) {
        const text = await bench.generate(id, scope === "View" ? view : HOSTILE);
        for (const where of [bench, empty]) {
          // Placeholders have no values, and a table may be there or not: only what else the text does counts.
          await where.rows(text).catch(() => {});
          await where.rows("SELECT a FROM victim");
        }
      }
    },
  },
  {
    name: "SQL: generated INSERT, UPDATE and DELETE run with values in their places, whatever the names",
    async run(subject) {
      const { integer, text } = subject.types, own = quoted(HOSTILE);
      const script = [`CREATE TABLE ${own} (id ${integer} PRIMARY KEY, ${own} ${text})`];
      await using bench = await SqlBench.open(subject, script);
      const { generators } = await bench.call({ type: "CodeGenerators" });
      const run = async (id: string, params: Value[], rows: Row[]): Promise<void> => {
        if (!generators.some((one) => one.id === id)) return;
        const sql = await bench.generate(id, HOSTILE);
        await bench.session.execute({ sql, params });
        expectEqual(`the page after ${sql}`, await bench.browse(HOSTILE), rows);
      };
      await run("insert", [1n, "x"], [[1n, "x"]]);
      await run("update", ["y", 1n], [[1n, "y"]]);
      await run("delete", [1n], []);
    },
  },
  {
    name: "SQL: create_table makes a table that does not exist from its description",
    applies: hasTables,
    async run(subject) {
      await using bench = await SqlBench.open(subject);
      const column = { typeName: subject.types.integer, nullable: true, isPrimaryKey: false };
      const columns = [{ ...column, name: "id", nullable: false, isPrimaryKey: true }, { ...column, name: "b" }];
      const table = { ...bench.table("new one"), columns };
      const { code } = await bench.call({ type: "GenerateCode", generatorId: "create_table", table });
      await bench.rows(code);
      expectEqual("rows added", await bench.insert("new one", ["id", "b"], [1n, 2n]), 1n);
      expectEqual("the page", await bench.browse("new one"), [[1n, 2n]]);
    },
  },
  {
    name: "SQL: Explain runs nothing, whatever its text begins with",
    async run(subject) {
      const script = [`CREATE TABLE t (a ${subject.types.integer})`, "INSERT INTO t VALUES (1), (2)"];
      await using bench = await SqlBench.open(subject, script);
      const texts = [
        ...BEFORE.flatMap((before) =>
          subject.explained.map((one) => before + one.replace("{statement}", "DELETE FROM t"))
        ),
        "DELETE FROM t",
        "SELECT 1; DELETE FROM t",
      ];
      for (const query of texts) {
        await bench.call({ type: "Explain", request: { table: bench.table("t"), query } }).catch(() => {});
        expectEqual(`rows after Explain of ${JSON.stringify(query)}`, await bench.rows("SELECT count(*) FROM t"), [[
          2n,
        ]]);
      }
      const { result } = await bench.call({ type: "Explain", request: { table: bench.table("t") } });
      expect(result.rows.length > 0, "Expected the reading of a table to be explained");
    },
  },
  {
    name: "SQL: no request of the driver uses names that the owner of a database has planted",
    applies: ({ planted }) => planted !== null,
    async run(subject) {
      const { script, wasUsed, use } = subject.planted!;
      await using bench = await SqlBench.open(subject, script);
      const table = bench.table("planted"), place = { database: "", schema: subject.schema };
      /** Makes a request, and looks at once: the name of the request says where to search. */
      const call = async <B extends DriverRequestBody>(body: B): Promise<Answer<B["type"]>> => {
        const answer = await bench.call(body);
        expectEqual(`whether ${body.type} used a planted name`, await bench.rows(wasUsed), [[false]]);
        return answer;
      };
      const { databases } = await call({ type: "ListDatabases" });
      place.database = databases.find(({ isCurrent }) => isCurrent)!.name;
      await call({ type: "Schema" });
      await call({ type: "SchemaForDatabase", database: place.database });
      await call({ type: "TableDetails", ...place, table: "planted" });
      await call({ type: "SchemaTypes", ...place });
      await call({ type: "SchemaIndexes", ...place });
      await call({ type: "SchemaForeignKeys", ...place });
      await call({ type: "DescribeTable", request: { table } });
      await call({ type: "Explain", request: { table } });
      const { generators } = await call({ type: "CodeGenerators" });
      for (const { id, scope } of generators) {
        if (scope !== "View") await call({ type: "GenerateCode", generatorId: id, table });
      }
      await call({
        type: "BrowseTable",
        request: { table, pagination: { type: "Offset", limit: 9, offset: 0n }, orderBy: [] },
      });
      for (const operator of ["Eq", "Ne", "In", "Like"] as const) {
        const field = { type: "Column", name: "a" } as const;
        const semanticFilter = { type: "Predicate", field, operator, value: "x" } as const;
        await call({ type: "CountTable", request: { table, semanticFilter } });
      }
      const row = { table: "planted", schema: subject.schema };
      await call({ type: "InsertRow", insert: { ...row, columns: ["id", "a"], values: [2n, "z"] } });
      const patch = { ...row, identity: identity(["id", "a"], [1n, "x"]), changes: [["a", "y"] as [string, string]] };
      await call({ type: "UpdateRow", patch });
      await call({ type: "DeleteRow", delete: { ...row, identity: identity(["a"], ["y"]) } });
      await bench.rows(use);
      expectEqual("whether the check sees a use", await bench.rows(wasUsed), [[true]]);
    },
  },
];
