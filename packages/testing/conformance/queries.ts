/**
 * Checks of statements and their results.
 *
 * @module
 */
import type { DriverRequestBody, QueryRequestDto, QueryResultDto, Value } from "@fluxwire/wire";
import { type CheckTable, SINCE_0_5 } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { execute } from "./runner/execute.ts";
import { makeTable, plainCells } from "./runner/own_table.ts";
import { needSql } from "./runner/need_sql.ts";
import { expect, expectSame, NotApplicable, rendered, Violation } from "./runner/violation.ts";

/** Statements that give rows and change nothing, by language. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  Sql: ["SELECT 1", "SELECT 1 FROM DUAL"],
  RedisCommands: ["PING"],
  MongoQuery: ["db.runCommand({ ping: 1 })"],
  Cypher: ["RETURN 1"],
  Cql: ["SELECT key FROM system.local"],
  Lua: ["return 1"],
};

/** A statement that gives a text three times: a result beyond what asked for it. */
const threeTimes = (text: string) => `SELECT x AS a, x AS b, x AS c FROM (SELECT '${text}' AS x) AS t`;
/** Of 6 MiB: three times as long, it exceeds the 16 MiB of a frame. */
const THIRD_OF_TOO_MUCH = "0123456789abcdef".repeat(6 * 2 ** 16);
/** A statement that is invalid in every language. */
const NONSENSE = "fluxwire: this is (no statement";

/** Runs a statement and gives its result. */
async function resultOf(end: HostEnd, sql: string, more: Partial<QueryRequestDto> = {}): Promise<QueryResultDto> {
  return (await end.call({ type: "Execute", request: { sql, params: [], ...more } })).result;
}

/** A check that an expression gives a value, in one of several correct forms. */
const gives = (expression: string, ...values: readonly Value[]) => async (bench: Bench): Promise<void> => {
  const end = await bench.session();
  await needSql(end, bench.facts);
  const { rows } = await resultOf(end, `SELECT ${expression} AS x`);
  const found = rows[0]?.[0];
  const isRight = rows.length === 1 &&
    values.some((value) => rendered(value) === rendered(found) && typeof value === typeof found);
  expect(isRight, `Expected SELECT ${expression} to give ${rendered(values[0])}, found ${rendered(rows)}`);
};

/** A check that a value comes back as it was sent. */
const givesBack = (type: string, value: Value, ...others: readonly Value[]) => async (bench: Bench): Promise<void> => {
  const end = await bench.session();
  await needSql(end, bench.facts);
  const { placeholderStyle } = end.hello!.driverMetadata.syntax ?? {};
  if (placeholderStyle !== "QuestionMark" && placeholderStyle !== "DollarNumber") {
    throw new NotApplicable("it does not describe its placeholders");
  }
  const placeholder = placeholderStyle === "QuestionMark" ? "?" : `$1::${type}`;
  const { rows } = await resultOf(end, `SELECT ${placeholder} AS x`, { params: [value] });
  const found = rows[0]?.[0];
  const isSame = [value, ...others].some((one) => rendered(one) === rendered(found));
  expect(rows.length === 1 && isSame, `Expected ${rendered(value)} back, found ${rendered(rows)}`);
};

/** A check that a statement gives the same rows with a request option that changes nothing. */
const takes = (more: Partial<QueryRequestDto>, faithful = false) => async (bench: Bench): Promise<void> => {
  const end = await bench.session();
  const request: DriverRequestBody = { type: "Execute", request: { sql: bench.facts.statement!, params: [], ...more } };
  await end.call(request, { faithful });
};

/** The rows in an order that does not depend on the driver's. */
function sorted(rows: readonly Value[][]): string {
  return rows.map((row) => rendered(row)).sort().join("\n");
}

/** The checks of statements. */
export const QUERY_CHECKS: CheckTable = {
  "queries.execute": {
    section: "methods",
    suite: "core",
    text: "A statement is answered with a result",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      const { queryLanguage } = end.hello!.driverMetadata;
      const candidates = [...bench.subject.statements ?? [], ...HARMLESS[queryLanguage.type] ?? []];
      const refusals: string[] = [];
      for (const sql of candidates) {
        const { envelope: { body } } = await end.ask(execute(sql));
        if (body.type === "ExecuteResult") return void (bench.facts.statement = sql);
        if (body.type === "Error" && body.code === "UnsupportedMethod") throw new NotApplicable(body.message);
        refusals.push(`${sql}: ${rendered(body)}`);
      }
      if (refusals.length === 0) {
        throw new NotApplicable(`no statement is known in ${queryLanguage.type}; give one by --query`);
      }
      throw new Violation(`Expected a statement that works, found ${refusals.join("; ")}`);
    },
  },
  "queries.cells": {
    section: "methods",
    suite: "core",
    text: "A row has as many cells as there are columns",
    needs: ["queries.execute"],
    async run(bench) {
      const { columns, rows } = await resultOf(await bench.session(), bench.facts.statement!);
      for (const row of rows) {
        expectSame("the cells of a row to be as many as the columns,", row.length, columns.length);
      }
    },
  },
  "queries.column-names": {
    section: "methods",
    suite: "core",
    text: "The columns of a result with rows have names",
    needs: ["queries.cells"],
    async run(bench) {
      const { columns, rows } = await resultOf(await bench.session(), bench.facts.statement!);
      expect(rows.length === 0 || columns.length > 0, "Expected columns over the rows, found none");
      expect(columns.every(({ name }) => name !== ""), `Expected names of columns, found ${rendered(columns)}`);
    },
  },
  "queries.repeated": {
    section: "methods",
    suite: "core",
    text: "A statement that changes nothing gives the same rows twice",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      const [first, second] = [
        await resultOf(end, bench.facts.statement!),
        await resultOf(end, bench.facts.statement!),
      ];
      expectSame("the rows of the second time to be", sorted(second.rows), sorted(first.rows));
    },
  },
  "queries.side-by-side": {
    section: "sessions",
    suite: "full",
    text: "Two sessions run statements at once",
    needs: ["queries.execute", "sockets.second-connection"],
    async run(bench) {
      const ends = [await bench.freshSession(), await bench.freshSession()];
      const results = await Promise.all(ends.map((end) => resultOf(end, bench.facts.statement!)));
      expectSame("the rows of both to be", sorted(results[1]!.rows), sorted(results[0]!.rows));
    },
  },
  "queries.nonsense": {
    section: "errors",
    suite: "core",
    text: "An invalid statement is answered with an error that has a message",
    needs: ["queries.execute"],
    async run(bench) {
      const { message } = await (await bench.session()).fails(execute(NONSENSE));
      expect(message.trim() !== "", "Expected a message, found a blank one");
    },
  },
  "queries.nonsense-code": {
    section: "errors",
    suite: "full",
    text: "An invalid statement is no defect of the driver: its error is Driver or InvalidRequest",
    needs: ["queries.nonsense"],
    async run(bench) {
      const { code } = await (await bench.session()).fails(execute(NONSENSE));
      expect(code === "Driver" || code === "InvalidRequest", `Expected error Driver or InvalidRequest, found ${code}`);
    },
  },
  "queries.after-nonsense": {
    section: "errors",
    suite: "core",
    text: "A session lives after a failed statement",
    needs: ["queries.nonsense"],
    async run(bench) {
      const end = await bench.session();
      await end.fails(execute(NONSENSE));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.empty": {
    section: "methods",
    suite: "core",
    text: "An empty statement is answered, and the session lives",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      await end.ask(execute(""));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.blank": {
    section: "methods",
    suite: "full",
    text: "A statement of spaces is answered, and the session lives",
    needs: ["queries.empty"],
    async run(bench) {
      const end = await bench.session();
      await end.ask(execute(" \n\t "));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.nul": {
    section: "methods",
    suite: "full",
    text: "A statement that contains NUL is answered, and the session lives",
    needs: ["queries.empty"],
    async run(bench) {
      const end = await bench.session();
      await end.ask(execute("SELECT 'a\0b'"));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.with-handle": {
    section: "methods",
    suite: "full",
    text: "ExecuteWithHandle gives each result a handle of its own",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      const request = { sql: bench.facts.statement!, params: [] };
      const [first, second] = [
        await end.call({ type: "ExecuteWithHandle", request }),
        await end.call({ type: "ExecuteWithHandle", request }),
      ];
      expect(first.handleId !== second.handleId, `Expected two handles, found ${first.handleId} twice`);
      expectSame("the rows of both to be", sorted(second.result.rows), sorted(first.result.rows));
    },
  },
  "queries.editor": {
    section: "hazards",
    suite: "full",
    text: "A statement of the host's editor, which omits the source of its context, is run (H5)",
    needs: ["queries.execute"],
    layouts: SINCE_0_5,
    run: takes({ executionContext: { database: null, schema: null, container: null, source: null } }, true),
  },
  "queries.context": {
    section: "hazards",
    suite: "core",
    text: "A statement with a full execution context is run",
    needs: ["queries.execute"],
    layouts: SINCE_0_5,
    run: takes({ executionContext: { database: null, schema: null, container: null, source: null } }),
  },
  "queries.client": {
    section: "hazards",
    suite: "core",
    text: "A statement without an execution context is run",
    needs: ["queries.execute"],
    run: takes({ executionContext: null }),
  },
  "queries.statement-timeout": {
    section: "methods",
    suite: "full",
    text: "A statement may have a time-out of its own",
    needs: ["queries.execute"],
    run: takes({ statementTimeoutMs: 60_000n }),
  },
  "queries.one-row": {
    section: "methods",
    suite: "full",
    text: "A SELECT of one value gives one row of one cell",
    needs: ["queries.cells"],
    async run(bench) {
      const end = await bench.session();
      await needSql(end, bench.facts);
      const { rows } = await resultOf(end, "SELECT 'x' AS x");
      expectSame("the cells of each row to be as many as", rows.map(({ length }) => length).join(), "1");
    },
  },
  "queries.with": {
    section: "methods",
    suite: "full",
    text: "A statement that begins with WITH gives its rows",
    needs: ["queries.text"],
    async run(bench) {
      const end = await bench.session();
      await needSql(end, bench.facts);
      const { envelope: { body } } = await end.ask(execute("WITH t AS (SELECT 'x' AS x) SELECT x FROM t"));
      if (body.type === "Error") throw new NotApplicable(`it refuses WITH: ${body.message}`);
      expect(body.type === "ExecuteResult", `Expected ExecuteResult, found ${body.type}`);
      expectSame("the rows to be", rendered(body.result.rows), rendered([["x"]]));
    },
  },
  "queries.integer": {
    section: "primitives",
    suite: "full",
    text: "SELECT 1 gives the integer 1",
    needs: ["queries.one-row"],
    run: gives("1", 1n),
  },
  "queries.negative": {
    section: "primitives",
    suite: "full",
    text: "A negative integer keeps its sign",
    needs: ["queries.integer"],
    run: gives("-5", -5n),
  },
  "queries.integer-beyond-doubles": {
    section: "primitives",
    suite: "full",
    text: "An integer beyond the exact integers of a double is exact",
    needs: ["queries.integer"],
    run: gives("9007199254740993", 9_007_199_254_740_993n),
  },
  "queries.integer-greatest": {
    section: "primitives",
    suite: "full",
    text: "The greatest integer is exact",
    needs: ["queries.integer"],
    run: gives("9223372036854775807", 9_223_372_036_854_775_807n),
  },
  "queries.text": {
    section: "primitives",
    suite: "full",
    text: "A text comes unchanged",
    needs: ["queries.one-row"],
    run: gives("'plain'", "plain"),
  },
  "queries.text-quote": {
    section: "primitives",
    suite: "full",
    text: "A quote within a text is kept",
    needs: ["queries.text"],
    run: gives("'it''s'", "it's"),
  },
  "queries.text-unicode": {
    section: "primitives",
    suite: "full",
    text: "A text beyond ASCII comes unchanged",
    needs: ["queries.text"],
    run: gives("'Zoë 漢字 🚀'", "Zoë 漢字 🚀"),
  },
  "queries.text-empty": {
    section: "primitives",
    suite: "full",
    text: "An empty text is not NULL",
    needs: ["queries.text"],
    run: gives("''", ""),
  },
  "queries.null": {
    section: "primitives",
    suite: "full",
    text: "NULL comes as null",
    needs: ["queries.one-row"],
    run: gives("NULL", null),
  },
  "queries.columns": {
    section: "methods",
    suite: "full",
    text: "Columns come in order, with the names from the statement",
    needs: ["queries.text"],
    async run(bench) {
      const end = await bench.session();
      await needSql(end, bench.facts);
      const { columns, rows } = await resultOf(end, "SELECT 'x' AS first, 'y' AS second, 'z' AS third");
      expectSame("the columns to be", columns.map(({ name }) => name).join(), "first,second,third");
      expectSame("the row to be", rendered(rows), rendered([["x", "y", "z"]]));
    },
  },
  "queries.param-integer": {
    section: "primitives",
    suite: "full",
    text: "An integer parameter comes back as it was sent",
    needs: ["queries.integer"],
    run: givesBack("int8", -9_007_199_254_740_993n),
  },
  "queries.param-text": {
    section: "primitives",
    suite: "full",
    text: "A text parameter comes back as it was sent",
    needs: ["queries.one-row"],
    run: givesBack("text", "it's 🚀\n"),
  },
  "queries.param-null": {
    section: "primitives",
    suite: "full",
    text: "A NULL parameter comes back as NULL",
    needs: ["queries.one-row"],
    run: givesBack("text", null),
  },
  "queries.param-bytes": {
    section: "primitives",
    suite: "full",
    text: "Bytes as a parameter come back as they were sent",
    needs: ["queries.one-row"],
    run: givesBack("bytea", Uint8Array.of(0, 1, 254, 255)),
  },
  "queries.param-float": {
    section: "primitives",
    suite: "full",
    text: "A float parameter comes back as it was sent",
    needs: ["queries.one-row"],
    run: givesBack("float8", 1.5),
  },
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
