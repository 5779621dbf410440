import { equal, ok } from "node:assert/strict";
import { jsonErrorPlace } from "./json_error_place.ts";
import { threadMs } from "../../../tests/thread_time.ts";

Deno.test("jsonErrorPlace() finds the first character that cannot stand there, and the end if more is missing", () => {
  const cases: [string, string][] = [
    ["", "line 1, column 1"],
    ['{"a": x}', "line 1, column 7"],
    ['{"a": 1,}', "line 1, column 9"],
    ['{\n  "a": [1 2]\n}', "line 2, column 11"],
    ["{'a': 1}", "line 1, column 2"],
    ['{"a": 1} x', "line 1, column 10"],
    ['{"a": 1', "line 1, column 8"],
    ['["unfinished', "line 1, column 13"],
    ['["line\nfeed"]', "line 1, column 7"],
    ['["\\x"]', "line 1, column 4"],
    ["[1.]", "line 1, column 4"],
    ["[-]", "line 1, column 3"],
    ["[tru, 1]", "line 1, column 5"],
    [`{"long": "${"y".repeat(1000)}",\n "key": secret}`, "line 2, column 9"],
  ];
  for (const [text, place] of cases) equal(jsonErrorPlace(text), place, text.slice(0, 40));
});

Deno.test("jsonErrorPlace() takes time that grows with the text alone: brackets, strings, escapes and numbers without end", () => {
  const endless = ["[", '{"a":', '["', '["\\u0041', "[1", "[1,", " ", '[{"":['];
  for (const part of endless) {
    const text = part === "[" || part.includes(":") ? part.repeat(160_000) : part + part.slice(1).repeat(1_000_000);
    const startedAt = threadMs();
    jsonErrorPlace(text);
    const ms = threadMs() - startedAt;
    ok(ms < 1_000, `${part}: ${ms} ms`);
  }
  equal(jsonErrorPlace("[".repeat(160_000)), "line 1, column 160001");
  equal(jsonErrorPlace(`${"[".repeat(160_000)}}`), "line 1, column 160001");
});
