import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { filterOf } from "./filter_of.ts";
import { parseFilter } from "./filter.ts";
import type { Row } from "./messages.ts";

const ROW: Row = {
  number: 7,
  kind: "frame",
  ms: 12.5,
  connection: 2,
  from: "host",
  what: "Execute",
  request: "41",
  note: "SELECT 1",
  bytes: 50,
  isError: false,
  other: null,
  wait: null,
};

/** Whether a filter lets the row through, whose message has a statement and a cell. */
function fits(text: string, row: Row = ROW): boolean {
  const result = { rows: [[{ type: "Int", value: "9007199254740993" }, "a"]] };
  const message = { sessionId: null, body: { type: "Execute", request: { sql: "SELECT 1" }, result } };
  return parseFilter(text).fits(row, () => message);
}

Deno.test("parseFilter() takes words that all must fit: texts, numbers, flags and any other word", () => {
  const fitting = [
    "",
    "type:exec",
    "type=execute",
    "from:host request=41",
    "ms>12 ms<=12.5 n=7",
    "connection=2",
    "select",
  ];
  const others = ["type=exec", "from:driver", "bytes>50", "error", "!unanswered", "!select", "type:exec note:update"];
  deepStrictEqual(fitting.map((text) => fits(text)), fitting.map(() => true));
  deepStrictEqual(others.map((text) => fits(text)), others.map(() => false));
  deepStrictEqual(["unanswered", "!error"].map((text) => fits(text)), [true, true]);
});

Deno.test("parseFilter() refuses names that it does not know, and values that are no number, with what is possible", () => {
  throws(() => parseFilter("colour:red"), {
    message: /^colour is not known; use type, .*, error, unanswered, or a field's path$/,
  });
  throws(() => parseFilter("ms>soon"), { message: "ms>soon compares with soon, which is not a number" });
});

Deno.test("parseFilter() compares fields by their paths: whole, in part, as numbers, and any element", () => {
  const fitting = [
    'body.request.sql="SELECT 1"',
    "body.request.sql:select",
    "body.result.rows[0][0]=9007199254740993",
    "body.result.rows[*][*]=a",
    "body.result.rows.length>=1",
    "sessionId=null",
    "!body.request.sql:UPDATE",
  ];
  const others = ['body.request.sql="select 1"', "body.result.rows[1][0]=a", "body.nothing=null", "body.result:1"];
  deepStrictEqual(fitting.map((text) => fits(text)), fitting.map(() => true));
  deepStrictEqual(others.map((text) => fits(text)), others.map(() => false));
  throws(() => parseFilter('body.request.sql="SELECT'), { message: /has a quote that does not end$/ });
});

Deno.test("parseFilter() knows how long answers took, and that a question took none", () => {
  deepStrictEqual([fits("wait>5", { ...ROW, wait: 12 }), fits("wait>5", { ...ROW, wait: 1 }), fits("wait<5")], [
    true,
    false,
    false,
  ]);
});

Deno.test("filterOf() gives words that fit the field's own frame; a list of parts has none", () => {
  strictEqual(filterOf("body", "variant of DriverRequestBody", "Execute"), "type=Execute");
  const words = [
    filterOf("body.request.sql", "text", "SELECT 1"),
    filterOf("body.result.rows[0][0]", "i64", 9007199254740993n),
    filterOf("body.result.rows", "count", 1),
    filterOf("sessionId", "option tag", false),
  ];
  deepStrictEqual(words.map((text) => fits(text!)), [true, true, true, true]);
  deepStrictEqual([filterOf("", "key", "a"), filterOf("body.text", "text", "x".repeat(600))], [null, null]);
});
