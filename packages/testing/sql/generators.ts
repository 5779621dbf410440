/**
 * Checks of generated text, of Explain, and of names that others have planted.
 *
 * @module
 */
import { expect } from "../conformance/runner/violation.ts";
import { expectEqual, identity, quoted, SqlBench } from "./bench.ts";
import type { SqlCheck, SqlSubject } from "./subject.ts";

/** A name that would end a comment, a quote or a line. */
const HOSTILE = `x'"*/\n; DROP TABLE victim; --`;

/** What can stand before the first word of a text; databases differ in where such a comment ends. */
const BEFORE = ["", "/* a */", "/* /* */ */ ", "/*/**/*/", "-- a\n", "-- a\r", "\u200B", "\uFEFF"];

/** Whether the driver generates definitions. */
function hasDefinitions({ definitions }: SqlSubject): boolean {
  return definitions.length > 0;
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
      const script = [`CREATE TABLE victim (a ${integer})`, `CREATE TABLE ${name} (${name} ${integer} PRIMARY KEY)`];
      await using bench = await SqlBench.open(subject, script);
      const { generators } = await bench.call({ type: "CodeGenerators" });
      const order = generators.toSorted((a, b) => Number(a.id === "drop_table") - Number(b.id === "drop_table"));
      for (const { id, scope } of order) {
        if (scope === "View") continue;
        const text = await bench.generate(id, HOSTILE);
        // Placeholders have no values, and the table is there already: only what else the text does counts.
        await bench.rows(text).catch(() => {});
        await bench.rows("SELECT a FROM victim");
      }
    },
  },
  {
    name: "SQL: create_table makes a table that does not exist from its description",
    applies: hasDefinitions,
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
      const { databases } = await bench.call({ type: "ListDatabases" });
      place.database = databases.find(({ isCurrent }) => isCurrent)!.name;
      await bench.call({ type: "Schema" });
      await bench.call({ type: "SchemaForDatabase", database: place.database });
      await bench.call({ type: "TableDetails", ...place, table: "planted" });
      await bench.call({ type: "SchemaIndexes", ...place });
      await bench.call({ type: "SchemaForeignKeys", ...place });
      await bench.call({ type: "DescribeTable", request: { table } });
      await bench.browse("planted");
      for (const operator of ["Eq", "Ne", "In", "Like"] as const) {
        const semanticFilter = {
          type: "Predicate",
          field: { type: "Column", name: "a" },
          operator,
          value: "x",
        } as const;
        await bench.call({ type: "CountTable", request: { table, semanticFilter } });
      }
      await bench.update("planted", identity(["id", "a"], [1n, "x"]), [["a", "y"]]);
      await bench.delete("planted", identity(["a"], ["y"]));
      expectEqual("whether a planted name was used", await bench.rows(wasUsed), [[false]]);
      await bench.rows(use);
      expectEqual("whether the check sees a use", await bench.rows(wasUsed), [[true]]);
    },
  },
];
