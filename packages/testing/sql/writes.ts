/**
 * Checks of writes: what they do, and what their results show of it.
 *
 * @module
 */
import { expect } from "../conformance/runner/violation.ts";
import { expectEqual, expectError, identity, SqlBench } from "./bench.ts";
import type { SqlCheck } from "./subject.ts";

const ONE = identity(["id"], [1n]);

/** Checks of writes. */
export const WRITE_CHECKS: readonly SqlCheck[] = [
  {
    name: "SQL: rows of a view are written by its triggers or rules, and the count is that of the rows",
    applies: ({ view }) => view !== null,
    async run(subject) {
      await using bench = await SqlBench.open(subject, subject.view!.script);
      expectEqual("rows added", await bench.insert("shown", ["id", "a"], [1n, "x"]), 1n);
      expectEqual("rows added", await bench.insert("shown", ["id", "a"], [2n, "y"]), 1n);
      expectEqual("rows changed", await bench.update("shown", ONE, [["a", "z"]]), 1n);
      expectEqual("rows removed", await bench.delete("shown", identity(["id"], [2n])), 1n);
      expectEqual("rows removed", await bench.delete("shown", identity(["id"], [2n])), 0n);
      expectEqual("the table's rows", await bench.rows("SELECT id, a FROM base"), [[1n, "z"]]);
    },
  },
  {
    name: "SQL: a write that changed nothing is not called done",
    applies: ({ kept }) => kept !== null,
    async run(subject) {
      await using bench = await SqlBench.open(subject, subject.kept!.script);
      await expectError("a change that is kept out", () => bench.update("kept", ONE, [["a", "z"]]), ["Driver"]);
      await expectError("a removal that is kept out", () => bench.delete("kept", ONE), ["Driver"]);
      // A row like it is there already.
      for (const values of [[2n, "y"], [1n, "x"]]) {
        await expectError("a row that is kept out", () => bench.insert("kept", ["id", "a"], values), ["Driver"]);
      }
      expectEqual("the rows", await bench.rows("SELECT id, a FROM kept"), [[1n, "x"]]);
    },
  },
  {
    name: "SQL: the row that a write gives back is the one that is there after its triggers",
    applies: ({ late }) => late !== null,
    async run(subject) {
      await using bench = await SqlBench.open(subject, subject.late!.script);
      const place = { table: "late", schema: subject.schema }, columns = ["id", "a"];
      const insert = { ...place, columns, values: [1n, "x"] };
      const added = await bench.call({ type: "InsertRow", insert });
      expectEqual("the row added", added.result.returningRow, [1n, "late"]);
      const patch = { ...place, identity: ONE, changes: [["a", "y"] as [string, string]] };
      const changed = await bench.call({ type: "UpdateRow", patch });
      expectEqual("the row changed", changed.result.returningRow, [1n, "late"]);
      await expectError("a row that is removed", () => bench.insert("late", columns, [2n, "gone"]), ["Driver"]);
      expectEqual("the rows", await bench.rows("SELECT id, a FROM late"), [[1n, "late"]]);
    },
  },
  {
    name: "SQL: rows with columns that the database generates are added, changed and removed",
    applies: ({ generated }) => generated !== null,
    async run(subject) {
      await using bench = await SqlBench.open(subject, subject.generated!.script);
      expectEqual("rows added", await bench.insert("made", ["a"], ["x"]), 1n);
      const [row] = await bench.browse("made");
      const key = identity(["id"], [row![0]!]);
      expectEqual("rows changed", await bench.update("made", key, [["a", "y"]]), 1n);
      const insert = await bench.generate("insert", "made");
      expect(!/"(id|b)"/.test(insert), `Expected INSERT without generated columns, found ${insert}`);
      expectEqual("rows removed", await bench.delete("made", key), 1n);
    },
  },
  {
    name: "SQL: rows of partitions are added, moved and removed",
    applies: ({ partitions }) => partitions !== null,
    async run(subject) {
      await using bench = await SqlBench.open(subject, subject.partitions!.script);
      expectEqual("rows added", await bench.insert("parted", ["id", "a"], [1n, "x"]), 1n);
      expectEqual("rows moved", await bench.update("parted", ONE, [["id", 200n]]), 1n);
      expectEqual("the page", await bench.browse("parted"), [[200n, "x"]]);
      expectEqual("rows removed", await bench.delete("parted", identity(["id"], [200n])), 1n);
    },
  },
  {
    name: "SQL: a write whose rows no answer can hold is undone, or its error says that it was run",
    applies: ({ addWide }) => addWide !== null,
    async run(subject) {
      const { integer, text } = subject.types;
      await using bench = await SqlBench.open(subject, [`CREATE TABLE wide (n ${integer}, t ${text})`]);
      for (const [rows, limit] of [[24_000, null], [100_000, null], [24_001, 24_000], [24_001, 24_001]] as const) {
        const error = await expectError(`${rows} rows`, () => bench.rows(subject.addWide!(rows), limit), ["Driver"]);
        const [[count]] = await bench.rows("SELECT count(*) FROM wide") as [[bigint]];
        const isSaid = /was run|were run/.test(error.message) && error.retriable !== true;
        expect(count === 0n || isSaid, `Expected no rows, or an error that says so, found ${count}: ${error.message}`);
        await bench.rows("DELETE FROM wide");
      }
    },
  },
  {
    name: "SQL: a row that no answer can hold is changed and removed",
    async run(subject) {
      const { integer, text } = subject.types;
      const script = [`CREATE TABLE huge (id ${integer} PRIMARY KEY, t ${text}, n ${integer})`];
      await using bench = await SqlBench.open(subject, [
        ...script,
        `INSERT INTO huge VALUES (1, ${subject.hugeText}, 1)`,
      ]);
      expectEqual("rows changed", await bench.update("huge", ONE, [["n", 2n]]), 1n);
      expectEqual("the change", await bench.rows("SELECT n FROM huge"), [[2n]]);
      expectEqual("rows removed", await bench.delete("huge", ONE), 1n);
      expectEqual("rows", await bench.rows("SELECT count(*) FROM huge"), [[0n]]);
    },
  },
  {
    name: "SQL: a cancelled write has written nothing, gives its own count, or says that it may have been carried out",
    async run(subject) {
      await using bench = await SqlBench.open(subject, [`CREATE TABLE slow (n ${subject.types.integer})`]);
      for (const waitMs of [0, 5, 50, 250]) {
        const outcome = bench.session.execute({ sql: subject.addSlowly }).then(
          ({ affectedRows }) => affectedRows ?? 0n,
          ({ code, message }) => /may have been carried out/.test(message) ? null : code as string,
        );
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        await bench.session.cancelActive();
        const said = await outcome;
        await bench.session.cleanupAfterCancel();
        const [[count]] = await bench.rows("SELECT count(*) FROM slow") as [[bigint]];
        const expected = said === null ? count : typeof said === "bigint" ? said : 0n;
        expectEqual(`rows after a write that ended with ${said}`, count, expected);
        await bench.rows("DELETE FROM slow");
      }
    },
  },
  {
    name: "SQL: text that cannot be sent as it is looks different, and is no identity",
    applies: ({ damaged }) => damaged !== null,
    async run(subject) {
      await using bench = await SqlBench.open(subject, subject.damaged!.script);
      const rows = await bench.browse("damaged");
      expectEqual("the rows", rows.length, 2);
      for (const [cell] of rows) {
        expect(typeof cell !== "string", `Expected the text to be marked, found ${JSON.stringify(cell)}`);
        const key = identity(["k"], [cell!]);
        const written = await bench.update("damaged", key, [["n", 9n]]).catch(({ code }) => code as string);
        expect(
          written === "InvalidRequest" || written === 1n || written === 0n,
          `Expected the identity to be refused or to find its own row, found ${written}`,
        );
      }
      const changed = await bench.rows("SELECT count(*) FROM damaged WHERE n = 9");
      expect(changed[0]![0] === 0n || changed[0]![0] === 2n, "Expected each identity to find its own row alone");
    },
  },
];
