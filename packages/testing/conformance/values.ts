/**
 * Checks of values: in the results of statements, and as their parameters.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import { execute, resultOf } from "./runner/execute.ts";
import { needSql } from "./runner/need_sql.ts";
import { expect, expectSame, NotApplicable, rendered } from "./runner/violation.ts";

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

/** The checks of values. */
export const VALUE_CHECKS: CheckTable = {
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
};
