import { equal } from "node:assert/strict";
import { jsonErrorPlace } from "./json_error_place.ts";

Deno.test("jsonErrorPlace() finds the first character that cannot stand there, and the end where more is missing", () => {
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
