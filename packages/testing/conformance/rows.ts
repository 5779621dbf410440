/**
 * Checks of the rows that statements give and change, and of the largest results.
 *
 * @module
 */
import type { CheckTable } from "./check.ts";
import { execute, resultOf } from "./runner/execute.ts";
import { needSql } from "./runner/need_sql.ts";
import { makeTable, plainCells } from "./runner/own_table.ts";
import { expect, expectSame, NotApplicable, rendered } from "./runner/violation.ts";

/** A statement that gives a text three times: a result beyond what asked for it. */
const threeTimes = (text: string) => `SELECT x AS a, x AS b, x AS c FROM (SELECT '${text}' AS x) AS t`;
/** Of 6 MiB: three times as long, it exceeds the 16 MiB of a frame. */
const THIRD_OF_TOO_MUCH = "0123456789abcdef".repeat(6 * 2 ** 16);

/** The checks of rows. */
export const ROW_CHECKS: CheckTable = {
  "queries.rows": {
    section: "methods",
    suite: "full",
    text: "All rows of a table come once each, in the requested order",
    needs: ["queries.integer", "queries.text"],
    async run(bench) {
      const { end, table } = await bench.table();
      const { rows } = await resultOf(end, `SELECT id, label FROM ${table.name} ORDER BY id`);
      expectSame("the rows to be", rendered(rows), rendered(table.rows.map(plainCells)));
    },
  },
  "queries.table-values": {
    section: "primitives",
    suite: "full",
    text: "Integers beyond the exact integers of a double and NULL come from a table as they were written",
    needs: ["queries.rows"],
    async run(bench) {
      const { end, table } = await bench.table();
      const { rows } = await resultOf(end, `SELECT id, label, big FROM ${table.name} ORDER BY id`);
      expectSame("the rows to be", rendered(rows), rendered(table.rows));
    },
  },
  "queries.no-rows": {
    section: "methods",
    suite: "full",
    text: "A statement without matching rows still gives its columns",
    needs: ["queries.rows"],
    async run(bench) {
      const { end, table } = await bench.table();
      const { columns, rows } = await resultOf(end, `SELECT id, label FROM ${table.name} WHERE id = 99`);
      expectSame("the rows to be as many as", rows.length, 0);
      expectSame("the columns to be", columns.map(({ name }) => name).join(), "id,label");
    },
  },
  "queries.affected": {
    section: "methods",
    suite: "full",
    text: "A statement that changes rows says how many",
    needs: ["queries.rows"],
    async run(bench) {
      const { end, table } = await bench.table();
      const { affectedRows } = await resultOf(end, `UPDATE ${table.name} SET label = 'one' WHERE id = 1`);
      expectSame("the affected rows to be", String(affectedRows ?? null), "1");
    },
  },
  "queries.offset": {
    section: "methods",
    suite: "full",
    text: "A statement with an offset leaves out as many rows",
    needs: ["queries.rows"],
    async run(bench) {
      const { end, table } = await bench.table();
      const sql = `SELECT id, label FROM ${table.name} ORDER BY id`;
      const { rows } = await resultOf(end, sql, { limit: 2, offset: 1 });
      expectSame("the rows to be", rendered(rows), rendered(table.rows.slice(1, 3).map(plainCells)));
    },
  },
  "queries.several": {
    section: "methods",
    suite: "full",
    text: "Of several statements at once all are run, or none and an error says so",
    needs: ["queries.rows"],
    async run(bench) {
      const end = await bench.freshSession(), { name } = await makeTable(end, bench.facts);
      const update = (id: number) => `UPDATE ${name} SET label = 'changed' WHERE id = ${id}`;
      const { envelope: { body } } = await end.ask(execute(`${update(1)}; ${update(2)}`));
      const { rows } = await resultOf(end, `SELECT id FROM ${name} WHERE label = 'changed' ORDER BY id`);
      const expected = body.type === "Error" ? [] : [[1n], [2n]];
      expectSame(
        `the rows that were changed, as the answer was ${body.type}, to be`,
        rendered(rows),
        rendered(expected),
      );
    },
  },
  "queries.beyond-frame": {
    section: "frames",
    suite: "full",
    text: "A result that no frame can hold is answered with an error, and the session lives",
    needs: ["queries.long-text"],
    async run(bench) {
      const end = await bench.freshSession();
      await needSql(end, bench.facts);
      const { envelope: { body: short } } = await end.ask(execute(threeTimes("x")));
      if (short.type === "Error") throw new NotApplicable(`it refuses a statement within another: ${short.message}`);
      const { envelope: { body } } = await end.ask(execute(threeTimes(THIRD_OF_TOO_MUCH)));
      expect(body.type === "Error", `Expected an error, found ${body.type}`);
      await end.expectQuiet();
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.long-text": {
    section: "frames",
    suite: "full",
    text: "A text of 200,000 characters comes as a whole",
    needs: ["queries.text"],
    async run(bench) {
      const end = await bench.session(), text = "0123456789".repeat(20_000);
      await needSql(end, bench.facts);
      const { rows } = await resultOf(end, `SELECT '${text}' AS x`);
      expect(rows[0]?.[0] === text, `Expected a text of ${text.length} characters, found ${rendered(rows)}`);
    },
  },
};
