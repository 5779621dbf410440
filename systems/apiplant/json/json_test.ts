import { deepStrictEqual, equal, ok, throws } from "node:assert/strict";
import { equalJson } from "./equal.ts";
import { isRawNumber } from "./exact_number.ts";
import { findFault, tooDeepAt } from "./fault.ts";
import type { Json } from "./json.ts";
import { mergePatch } from "./merge_patch.ts";
import { JsonTextError, parseExact } from "./parse.ts";
import { stringifyExact } from "./stringify.ts";

Deno.test("parseExact() keeps every digit of every number", () => {
  const numbers = [
    "0",
    "-1",
    "9007199254740991",
    "9007199254740992",
    "-9223372036854775808",
    "123456789012345678901234567890",
    "0.1",
    "1.5",
    "0.12345678901234567891",
    "123456789.123456789",
    "1e400",
    "1e-400",
    "-1.0000000000000000001",
  ];
  for (const number of numbers) {
    equal(stringifyExact(parseExact(number)), number);
    equal(stringifyExact(parseExact(`{"a":[${number},"x"]}`)), `{"a":[${number},"x"]}`);
  }
  deepStrictEqual(parseExact("[9007199254740991, 9007199254740992, 1.0000000000000000]"), [
    9007199254740991,
    9007199254740992n,
    1,
  ]);
  ok(isRawNumber(parseExact("1e400")));
  equal(parseExact("1234567890123456e2"), 123456789012345600);
});

Deno.test("parseExact() takes the last of members with one name, and __proto__ as a name like others", () => {
  deepStrictEqual(parseExact('{"a":1,"a":12345678901234567}'), { a: 12345678901234567n });
  const value = parseExact('{"__proto__":{"x":12345678901234567}}');
  deepStrictEqual(Object.keys(value as object), ["__proto__"]);
  equal(stringifyExact(value), '{"__proto__":{"x":12345678901234567}}');
});

Deno.test("parseExact() names the offset of a fault, and never the text", () => {
  const faults: [string, number, string][] = [
    ["", 0, "the text ends"],
    ['{"secret": tru}', 11, "expected a value"],
    ['{"a":1,}', 7, "expected a member's name"],
    ['{"a" 1}', 5, "expected `:`"],
    ['{"a":1 "b"}', 7, "expected `,` or `}`"],
    ["[1 2]", 3, "expected `,` or `]`"],
    ["[1,]", 3, "expected a value"],
    ["1 2", 2, "the text goes on behind its value"],
    ['"\\x"', 1, "no escape of a string"],
    ['"\n"', 1, "a control character in a string"],
    ['["abc', 5, "the text ends"],
    ["01", 1, "the text goes on behind its value"],
    ["[12345678901234567,]", 19, "expected a value"],
    ["\ufeff1", 0, "expected a value"],
  ];
  for (const [text, offset, reason] of faults) {
    throws(() => parseExact(text), (error) => {
      ok(error instanceof JsonTextError, text);
      deepStrictEqual([error.offset, error.reason], [offset, reason], text);
      ok(!error.message.includes("secret"));
      return true;
    });
  }
});

Deno.test("findFault() agrees with the engine's parser on mutations of a text", () => {
  const base = '{"a":[1,-0.5e+3,true,null,{"b\\u00e9\\n":"x"}],"c":{},"d":[]}';
  let faults = 0;
  for (let at = 0; at < base.length; at++) {
    for (const put of ["", '"', "\\", "{", "]", ",", ":", "0", "e", ".", "-", " ", "\n"]) {
      const text = base.slice(0, at) + put + base.slice(at + 1);
      let readable = true;
      try {
        JSON.parse(text);
      } catch {
        readable = false;
      }
      equal(findFault(text) === null, readable, text);
      if (!readable) faults++;
    }
  }
  ok(faults > 400, `${faults}`);
});

Deno.test("parseExact() refuses the 65th level of brackets by its offset, and not brackets in strings", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  parseExact(nested(64));
  throws(() => parseExact(nested(65)), { name: "JsonTextError", offset: 64 });
  throws(() => parseExact('{"a":'.repeat(200_000)), { name: "JsonTextError", offset: 320 });
  parseExact(JSON.stringify(`\\"${"[".repeat(100)}`));
});

Deno.test("stringifyExact() writes bigints as digits and nothing else differently from JSON.stringify()", () => {
  equal(stringifyExact({ a: 1n, b: [-5n, "x", null], c: { d: 0.5 } }), '{"a":1,"b":[-5,"x",null],"c":{"d":0.5}}');
  equal(stringifyExact({ a: "é\u2028", b: true }), JSON.stringify({ a: "é\u2028", b: true }));
});

Deno.test("equalJson() compares by value", () => {
  const raw = parseExact("0.12345678901234567891");
  const same: [Json, Json][] = [
    [{ a: 1, b: [1n] }, { b: [1], a: 1n }],
    [raw, parseExact("0.12345678901234567891")],
    [null, null],
  ];
  for (const [one, other] of same) ok(equalJson(one, other));
  const different: [Json, Json][] = [[{ a: 1 }, { b: 1 }], [[1], [1, 2]], ["1", 1], [null, {}], [{}, []], [
    raw,
    0.12345678901234568,
  ]];
  for (const [one, other] of different) ok(!equalJson(one, other) && !equalJson(other, one));
});

Deno.test("mergePatch() gives what RFC 7396 lists", () => {
  const rows: [Json, Json, Json][] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [["a", "b"], ["c", "d"], ["c", "d"]],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of rows) deepStrictEqual(mergePatch(target, patch), result);
});

Deno.test("tooDeepAt() finds the same bracket whether or not the text has more brackets than levels", () => {
  const texts = [
    "[[[[]]]]",
    "[[[[",
    '{"a":{"b":[[]]}}',
    '["[[[[[[",[[[]]]]',
    "[][][][][]",
    '{"a":{"b":{"c":{}}}}',
    "{}",
    "",
  ];
  const at = (text: string, depth: number) => {
    let level = 0, inString = false;
    for (const [place, character] of [...text].entries()) {
      if (character === '"') inString = !inString;
      else if (!inString && "[{".includes(character) && ++level > depth) return place;
      else if (!inString && "]}".includes(character)) level--;
    }
    return null;
  };
  for (const text of texts) {
    for (const depth of [1, 2, 3, 4, 5, 6]) equal(tooDeepAt(text, depth), at(text, depth), `${text} ${depth}`);
  }
});
