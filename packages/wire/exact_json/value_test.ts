import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { Value } from "../dto.ts";
import { parseJson } from "./parse.ts";
import { VALUE } from "./value.ts";

const write = (value: unknown) => JSON.stringify(VALUE.toJson(value, 64));
const read = (text: string) => VALUE.fromJson(parseJson(text), 64);

const PAIRS: [string, Value, string][] = [
  ["null", null, "null"],
  ["true", true, "true"],
  ["false", false, "false"],
  ["an Int", 1n, '{"type":"Int","value":"1"}'],
  ["the least Int", -(2n ** 63n), '{"type":"Int","value":"-9223372036854775808"}'],
  ["the greatest Int", 2n ** 63n - 1n, '{"type":"Int","value":"9223372036854775807"}'],
  ["a Float", 1.5, "1.5"],
  ["a whole Float", 1, "1"],
  ["a large whole Float", 1e20, "100000000000000000000"],
  ["a Float of 17 digits", 12345678901234568, "12345678901234568"],
  ["the greatest Float", Number.MAX_VALUE, "1.7976931348623157e+308"],
  ["the least Float", 5e-324, "5e-324"],
  ["0", 0, "0"],
  ["-0", -0, '{"type":"Float","value":"-0"}'],
  ["NaN", NaN, '{"type":"Float","value":"NaN"}'],
  ["Infinity", Infinity, '{"type":"Float","value":"Infinity"}'],
  ["-Infinity", -Infinity, '{"type":"Float","value":"-Infinity"}'],
  ["a Text", 'a "b"\n', '"a \\"b\\"\\n"'],
  ["an empty Text", "", '""'],
  ["a Text of digits", "12345678901234567890", '"12345678901234567890"'],
  ["a Text beyond the BMP", "😀", '"😀"'],
  ["Bytes", new Uint8Array([0, 255]), '{"type":"Bytes","base64":"AP8="}'],
  ["empty Bytes", new Uint8Array(), '{"type":"Bytes","base64":""}'],
  ["a Json", { type: "Json", value: '{"a":1}' }, '{"type":"Json","value":"{\\"a\\":1}"}'],
  ["a Decimal", { type: "Decimal", value: "1.50" }, '{"type":"Decimal","value":"1.50"}'],
  ["a Date", { type: "Date", value: "2024-01-02" }, '{"type":"Date","value":"2024-01-02"}'],
  ["a Time", { type: "Time", value: "03:04:05" }, '{"type":"Time","value":"03:04:05"}'],
  [
    "a DateTime",
    { type: "DateTime", value: "2024-01-02T03:04:05Z" },
    '{"type":"DateTime","value":"2024-01-02T03:04:05Z"}',
  ],
  ["an ObjectId", { type: "ObjectId", value: "507f" }, '{"type":"ObjectId","value":"507f"}'],
  ["an Unsupported", { type: "Unsupported", value: "point" }, '{"type":"Unsupported","value":"point"}'],
  ["an Array", [1n, [null, "a"], []], '[{"type":"Int","value":"1"},[null,"a"],[]]'],
  ["an empty Document", new Map(), '{"type":"Document","value":{}}'],
  [
    "a Document",
    new Map<string, Value>([["a", [true]], ["b", 2n]]),
    '{"type":"Document","value":{"a":[true],"b":{"type":"Int","value":"2"}}}',
  ],
  [
    "a Document that looks like a value",
    new Map<string, Value>([["type", "Int"], ["value", "1"]]),
    '{"type":"Document","value":{"type":"Int","value":"1"}}',
  ],
  [
    "a Document with keys of Object",
    new Map<string, Value>([["__proto__", 1], ["constructor", 2], ["toString", new Map([["__proto__", null]])]]),
    '{"type":"Document","value":{"__proto__":1,"constructor":2,"toString":{"type":"Document","value":{"__proto__":null}}}}',
  ],
];

for (const [name, value, text] of PAIRS) {
  Deno.test(`VALUE writes and reads ${name}`, () => {
    strictEqual(write(value), text);
    deepStrictEqual(read(text), value);
  });
}

Deno.test("VALUE reads __proto__ as a key and changes no prototype", () => {
  const document = read('{"type":"Document","value":{"__proto__":{"type":"Document","value":{"polluted":true}}}}');
  deepStrictEqual(document, new Map([["__proto__", new Map([["polluted", true]])]]));
  strictEqual(({} as { polluted?: boolean }).polluted, undefined);
});

Deno.test("VALUE reads keys like array indexes in the order of code points", () => {
  const entries: [string, Value][] = [["!", 1], ["10", 2], ["9", 3], ["a", 4], ["\uffff", 5], ["😀", 6], ["😀a", 7]];
  const text = write(new Map(entries));
  strictEqual(text, '{"type":"Document","value":{"9":3,"10":2,"!":1,"a":4,"\uffff":5,"😀":6,"😀a":7}}');
  deepStrictEqual([...read(text) as Map<string, Value>], entries);
});

Deno.test("VALUE keeps the order of other keys", () => {
  deepStrictEqual([...(read('{"type":"Document","value":{"b":1,"a":2}}') as Map<string, Value>).keys()], ["b", "a"]);
});

Deno.test("VALUE reads an Int given as a safe integer, and -0 as a Float", () => {
  strictEqual(read('{"type":"Int","value":-7}'), -7n);
  strictEqual(read("-0"), -0);
});

const TYPES = "Int, Float, Bytes, Document, Json, Decimal, DateTime, Date, Time, ObjectId, Unsupported";
const REFUSED: [string, string, string][] = [
  ["{}", `expected ${TYPES}, found nothing`, "type"],
  ['{"type":1}', `expected ${TYPES}, found a number`, "type"],
  ['{"type":"Text","value":"a"}', `expected ${TYPES}, found "Text"`, "type"],
  ['{"type":"toString","value":"a"}', `expected ${TYPES}, found "toString"`, "type"],
  ['{"type":"Int"}', "expected an i64 in decimal, found nothing", "value"],
  ['{"type":"Int","value":"1.0"}', 'expected an i64 in decimal, found "1.0"', "value"],
  ['{"type":"Int","value":"0x1"}', 'expected an i64 in decimal, found "0x1"', "value"],
  ['{"type":"Int","value":""}', 'expected an i64 in decimal, found ""', "value"],
  ['{"type":"Int","value":"-0"}', 'expected an i64 in decimal, found "-0"', "value"],
  ['{"type":"Int","value":1.5}', "expected an i64 as decimal text, found the number 1.5", "value"],
  [
    '{"type":"Int","value":9007199254740993}',
    "expected an i64 as decimal text, found the number 9007199254740993",
    "value",
  ],
  ['{"type":"Int","value":"9223372036854775808"}', "expected an i64, found 9223372036854775808", "value"],
  ['{"type":"Int","value":"1","x":1}', 'expected type and value, found the key "x"', ""],
  ['{"type":"Float","value":"1"}', 'expected NaN, Infinity, -Infinity or -0, found "1"', "value"],
  ['{"type":"Float","value":1}', "expected NaN, Infinity, -Infinity or -0, found a number", "value"],
  ['{"type":"Bytes","base64":"AP8"}', 'expected base64, found "AP8"', "base64"],
  ['{"type":"Bytes","base64":"A?=="}', 'expected base64, found "A?=="', "base64"],
  ['{"type":"Bytes","base64":null}', "expected base64, found null", "base64"],
  ['{"type":"Bytes","value":"AP8="}', 'expected type and base64, found the key "value"', ""],
  ['{"type":"Decimal","value":1.5}', "expected text, found a number", "value"],
  ['{"type":"Document","value":[]}', "expected an object, found a list", "value"],
  ['{"type":"Document","value":{"a":[{"b":1}]}}', `expected ${TYPES}, found nothing`, "value.a[0].type"],
  ['{"type":"Document","value":{"a b":{}}}', `expected ${TYPES}, found nothing`, 'value["a b"].type'],
  [
    `{"type":"Document","value":{"${"k".repeat(50)}":{}}}`,
    `expected ${TYPES}, found nothing`,
    `value["${"k".repeat(40)}…"].type`,
  ],
  ['{"type":"Document","value":{"\\udc00":1}}', "expected text as key, found a lone surrogate", 'value["\\udc00"]'],
  ['["\\ud800"]', "expected text, found a lone surrogate", "[0]"],
  ["1e999", "expected an f64, found Infinity", ""],
];

for (const [text, message, path] of REFUSED) {
  Deno.test(`VALUE refuses ${text}`, () => {
    throws(() => read(text), { name: "MismatchError", message, path });
  });
}

const UNWRITABLE: [string, unknown, string, string][] = [
  ["an Int beyond 64 bits", [2n ** 63n], "expected an i64, found 9223372036854775808", "[0]"],
  ["a lone surrogate", new Map([["a", "\udc00"]]), "expected text, found a lone surrogate", "a"],
  ["a key that is no text", new Map([[1, null]]), "expected text as key, found a number", '["1"]'],
  ["an object of no type", {}, `expected ${TYPES}, found nothing`, "type"],
  ["a Date object", [new Date(0)], `expected ${TYPES}, found nothing`, "[0].type"],
  ["a function", () => {}, "expected a database value, found a function", ""],
];

for (const [name, value, message, path] of UNWRITABLE) {
  Deno.test(`VALUE does not write ${name}`, () => {
    throws(() => write(value), { name: "MismatchError", message, path });
  });
}

Deno.test("VALUE nests 64 levels and not 65", () => {
  const nest = (levels: number, inner: Value): Value => levels === 0 ? inner : nest(levels - 1, [inner]);
  const deep = nest(62, new Map([["a", [1]]]));
  deepStrictEqual(read(write(deep)), deep);
  const error = { name: "MismatchError", message: "nested deeper than maxDepth 64" };
  throws(() => write(nest(65, 1)), error);
  throws(() => read("[".repeat(65) + "]".repeat(65)), error);
  throws(() => read("[".repeat(1_000_000) + "]".repeat(1_000_000)), error);
  throws(() => read('{"type":"Document","value":{"a":'.repeat(65) + "1" + "}}".repeat(65)), error);
});
