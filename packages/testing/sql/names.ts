/**
 * Checks of names, of keys, and of statements that are mistakes.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";
import { expect, rendered } from "../conformance/runner/violation.ts";
import { expectEqual, expectError, identity, quoted, SqlBench } from "./bench.ts";
import type { SqlCheck, SqlSubject } from "./subject.ts";

/** Names that statements must quote. */
const ODD = [
  "select",
  "it's",
  'a"b',
  "two words",
  "x\n--",
  "a*/ 1); DROP TABLE other; --",
  "ÄÖ 😀",
  "%s",
  "$1",
  "?",
  "a.b",
];

/** The longest name that the database takes. */
function longest({ maxNameBytes }: SqlSubject): string[] {
  return maxNameBytes === null ? [] : ["n".repeat(maxNameBytes), "ü".repeat(Math.floor(maxNameBytes / 2))];
}

/** Checks of names and keys. */
export const NAME_CHECKS: readonly SqlCheck[] = [
  {
    name: "SQL: every request works with odd names and names at the limit",
    async run(subject) {
      const { integer, text } = subject.types;
      await using bench = await SqlBench.open(subject, [`CREATE TABLE other (a ${integer})`]);
      for (const name of [...ODD, ...longest(subject)]) {
        const q = quoted(name);
        await bench.rows(`CREATE TABLE ${q} (id ${integer} PRIMARY KEY, ${q} ${text})`);
        expectEqual("rows added", await bench.insert(name, ["id", name], [1n, "x"]), 1n);
        expectEqual("rows changed", await bench.update(name, identity(["id"], [1n]), [[name, "y"]]), 1n);
        expectEqual("the page", await bench.browse(name), [[1n, "y"]]);
        const semanticFilter = {
          type: "Predicate",
          field: { type: "Column", name },
          operator: "Eq",
          value: "y",
        } as const;
        const request = { table: bench.table(name), semanticFilter };
        expectEqual("the count", (await bench.call({ type: "CountTable", request })).count, 1n);
        const { result } = await bench.call({ type: "DescribeTable", request: { table: bench.table(name) } });
        expectEqual("the columns described", result.rows.map(([own]) => own), ["id", name]);
        expectEqual("rows removed", await bench.delete(name, identity([name], ["y"])), 1n);
        await bench.rows(await bench.generate("select", name));
        await bench.rows(await bench.generate("drop_table", name));
      }
      await bench.rows("SELECT a FROM other");
    },
  },
  {
    name: "SQL: a name that the database would cut is refused, and nothing else is touched",
    applies: ({ maxNameBytes }) => maxNameBytes !== null,
    async run(subject) {
      const short = "n".repeat(subject.maxNameBytes!), long = `${short}n`;
      const { integer } = subject.types;
      const script = [`CREATE TABLE t (id ${integer}, ${short} ${integer})`, "INSERT INTO t VALUES (1, 7)"];
      await using bench = await SqlBench.open(subject, script);
      const one = identity(["id"], [1n]), codes = ["InvalidRequest", "Driver"];
      await expectError("a change of a longer name", () => bench.update("t", one, [[long, 8n]]), codes);
      await expectError("an identity of a longer name", () => bench.delete("t", identity([long], [7n])), codes);
      await expectError("a table of a longer name", () => bench.browse(long), codes);
      expectEqual("the rows", await bench.rows("SELECT * FROM t"), [[1n, 7n]]);
    },
  },
  {
    name: "SQL: a NUL in a statement or a name is refused, and the session goes on",
    async run(subject) {
      await using bench = await SqlBench.open(subject, [
        `CREATE TABLE t (a ${subject.types.integer})`,
        "INSERT INTO t VALUES (1)",
      ]);
      const codes = ["InvalidRequest", "Driver"];
      await expectError("a statement with a NUL", () => bench.rows("DELETE FROM t\0 WHERE a = 2"), codes);
      const request = { table: bench.table("t"), filter: "a = 1)\0 AND (a = 2" };
      await expectError("a filter with a NUL", () => bench.call({ type: "CountTable", request }), codes);
      await expectError("a table with a NUL", () => bench.browse("t\0x"), codes);
      await expectError("a filter with a NUL", () => bench.browse("t", "a = 1)\0 AND (a = 2"), codes);
      const explain = { table: bench.table("t"), query: "SELECT a FROM t\0 WHERE a = 2" };
      await expectError("an explained text with a NUL", () => bench.call({ type: "Explain", request: explain }), codes);
      await expectError("a column with a NUL", () => bench.delete("t", identity(["a\0x"], [1n])), codes);
      expectEqual("the rows", await bench.rows("SELECT a FROM t"), [[1n]]);
    },
  },
  {
    name: "SQL: a text with a NUL is stored as it is, and finds its row alone, or it is refused",
    async run(subject) {
      const { integer, text } = subject.types;
      await using bench = await SqlBench.open(subject, [
        `CREATE TABLE t (id ${integer} PRIMARY KEY, a ${text})`,
        "INSERT INTO t VALUES (1, 'a')",
      ]);
      const odd = "a\0b", codes = ["InvalidRequest", "Driver"];
      const refused = await bench.insert("t", ["id", "a"], [2n, odd]).then(() => null, ({ code }) => code as string);
      if (refused !== null) {
        expect(codes.includes(refused), `Expected the text to be refused with ${codes.join(" or ")}, found ${refused}`);
        await expectError("an identity with a NUL", () => bench.delete("t", identity(["a"], [odd])), codes);
        expectEqual("the page", await bench.browse("t"), [[1n, "a"]]);
        return;
      }
      expectEqual("the page", await bench.browse("t"), [[1n, "a"], [2n, odd]]);
      expectEqual("rows removed", await bench.delete("t", identity(["a"], [odd])), 1n);
      expectEqual("the page", await bench.browse("t"), [[1n, "a"]]);
    },
  },
  {
    name: "SQL: rows are found by keys of every type, NULL included",
    async run(subject) {
      await using bench = await SqlBench.open(subject);
      for (const [i, [type, literal]] of subject.keys.entries()) {
        const name = `k${i}`;
        await bench.rows(`CREATE TABLE ${name} (k ${type}, n ${subject.types.integer})`);
        await bench.rows(`INSERT INTO ${name} VALUES (${literal}, 1), (NULL, 2)`);
        for (const [key] of await bench.browse(name)) {
          const changes: [string, Value][] = [["n", 9n]];
          const written = await bench.update(name, identity(["k"], [key!]), changes).catch((error) => String(error));
          expectEqual(`rows changed by ${type} ${rendered(key)}`, written, 1n);
        }
        expectEqual(`changes by ${type}`, await bench.rows(`SELECT n FROM ${name}`), [[9n], [9n]]);
        const first = (await bench.browse(name)).find(([key]) => key !== null)!;
        expectEqual(`rows removed by ${type}`, await bench.delete(name, identity(["k"], [first[0]!])), 1n);
      }
    },
  },
  {
    name: "SQL: an identity of several rows changes none, inside a transaction too",
    async run(subject) {
      const { integer, text } = subject.types;
      const script = [
        `CREATE TABLE t (a ${integer}, b ${text})`,
        "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (1, NULL), (1, NULL)",
      ];
      await using bench = await SqlBench.open(subject, script);
      const rows = async () => (await bench.rows("SELECT a, b FROM t")).length;
      for (const isInside of [false, true]) {
        // What a refused write undoes must not be more than itself.
        if (isInside) { for (const text of ["BEGIN", "INSERT INTO t VALUES (2, 'y')"]) await bench.rows(text); }
        for (const key of [identity(["a", "b"], [1n, "x"]), identity(["a", "b"], [1n, null])]) {
          await expectError("a removal of two rows", () => bench.delete("t", key), ["InvalidRequest"]);
          await expectError("a change of two rows", () => bench.update("t", key, [["b", "z"]]), ["InvalidRequest"]);
        }
        expectEqual("rows", await rows(), isInside ? 5 : 4);
        if (isInside) await bench.rows("ROLLBACK");
      }
      expectEqual("rows after ROLLBACK", await rows(), 4);
    },
  },
  {
    name: "SQL: columns and values of unequal number are refused",
    async run(subject) {
      const { integer } = subject.types;
      await using bench = await SqlBench.open(subject, [
        `CREATE TABLE t (a ${integer}, b ${integer})`,
        "INSERT INTO t VALUES (1, NULL)",
      ]);
      await expectError("an identity without a value", () => bench.delete("t", identity(["a", "b"], [1n])), [
        "InvalidRequest",
      ]);
      await expectError("a row without a value", () => bench.insert("t", ["a", "b"], [1n]), ["InvalidRequest"]);
      expectEqual("the rows", await bench.rows("SELECT a, b FROM t"), [[1n, null]]);
    },
  },
  {
    name: "SQL: a mistake in a statement is no lost connection",
    async run(subject) {
      await using bench = await SqlBench.open(subject);
      for (const text of ["SELEC 1", "SELECT * FROM nowhere", "SELECT (", "SELECT 'open"]) {
        const error = await expectError(JSON.stringify(text), () => bench.rows(text), ["Driver", "InvalidRequest"]);
        expect(error.retriable !== true, `Expected ${text} not to be retriable`);
      }
      const params = Array.from({ length: 70_000 }, (): Value => 1n);
      await expectError("70,000 parameters for one", () => bench.session.execute({ sql: "SELECT 1", params }), [
        "Driver",
        "InvalidRequest",
      ]);
      expectEqual("the next statement", await bench.rows("SELECT 7"), [[7n]]);
    },
  },
];
