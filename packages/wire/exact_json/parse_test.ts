import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { jsonInteger, parseJson } from "./parse.ts";

Deno.test("parseJson() keeps integers of 16 to 20 digits that a number would round", () => {
  deepStrictEqual(parseJson("[360639814042402592,9007199254740992,18446744073709551615]"), [
    360639814042402592n,
    9007199254740992n,
    18446744073709551615n,
  ]);
});

Deno.test("parseJson() leaves other numbers and texts as they are", () => {
  const text =
    '[9007199254740991,1e20,1234567890123456.5,123456789012345678901,-9007199254740993,"360639814042402592"]';
  deepStrictEqual(parseJson(text), JSON.parse(text));
});

Deno.test("parseJson() keeps __proto__ as a key", () => {
  const json = parseJson('{"__proto__":9007199254740993}') as object;
  deepStrictEqual(Object.entries(json), [["__proto__", 9007199254740993n]]);
  strictEqual(Object.getPrototypeOf(json), Object.prototype);
});

Deno.test("parseJson() refuses text that is not JSON, with the offset", () => {
  throws(() => parseJson('{"ü":1,}'), {
    name: "MalformedError",
    code: "Malformed",
    message:
      "Cannot read JSON: Expected double-quoted property name in JSON at position 7 (line 1 column 8), at byte 8",
    offset: 8,
    path: "",
  });
});

Deno.test("parseJson() refuses text that ends early", () => {
  throws(() => parseJson(""), {
    name: "MalformedError",
    message: "Cannot read JSON: Unexpected end of JSON input, at byte 0",
  });
});

Deno.test("parseJson() refuses large integers below 160 levels and does not overflow the stack", () => {
  const nest = (levels: number) => "[".repeat(levels) + "9007199254740993" + "]".repeat(levels);
  deepStrictEqual((parseJson(nest(160)) as unknown[]).flat(Infinity), [9007199254740993n]);
  for (const levels of [161, 1_000_000]) {
    throws(() => parseJson(nest(levels)), {
      name: "MalformedError",
      message: "Cannot read JSON: nested deeper than 160 levels, at byte 0",
    });
  }
});

Deno.test("jsonInteger() writes integers beyond 2^53 exactly", () => {
  strictEqual(
    JSON.stringify([jsonInteger(9007199254740991n), jsonInteger(9007199254740993n)]),
    "[9007199254740991,9007199254740993]",
  );
});
