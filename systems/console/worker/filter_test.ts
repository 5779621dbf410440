import { deepStrictEqual, throws } from "node:assert/strict";
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
};

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
  deepStrictEqual(fitting.map((text) => parseFilter(text)(ROW)), fitting.map(() => true));
  deepStrictEqual(others.map((text) => parseFilter(text)(ROW)), others.map(() => false));
  deepStrictEqual(["unanswered", "!error"].map((text) => parseFilter(text)(ROW)), [true, true]);
});

Deno.test("parseFilter() refuses names that it does not know, and values that are no number, with what is possible", () => {
  throws(() => parseFilter("colour:red"), { message: /^colour is not known; use type, .*, error, unanswered$/ });
  throws(() => parseFilter("ms>soon"), { message: "ms>soon compares with soon, which is not a number" });
});
