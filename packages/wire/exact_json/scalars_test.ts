import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { BYTES } from "./bytes.ts";
import { F32, F64 } from "./floats.ts";
import type { JsonForm } from "./form.ts";
import { FLAGS_32, FLAGS_64, I64, U16, U32, U64 } from "./integers.ts";
import { parseJson } from "./parse.ts";
import { CHARACTER, TEXT, UUID_TEXT } from "./texts.ts";

const FORMS = { BYTES, CHARACTER, F32, F64, FLAGS_32, FLAGS_64, I64, TEXT, U16, U32, U64, UUID_TEXT };
type Name = keyof typeof FORMS;

const write = (form: JsonForm, value: unknown) => JSON.stringify(form.toJson(value, 64));
const read = (form: JsonForm, text: string) => form.fromJson(parseJson(text), 64);

const PAIRS: [Name, unknown, string][] = [
  ["TEXT", "a", '"a"'],
  ["CHARACTER", '"', '"\\""'],
  ["CHARACTER", "😀", '"😀"'],
  ["CHARACTER", "\n", '"\\n"'],
  ["UUID_TEXT", "00112233-4455-6677-8899-aabbccddeeff", '"00112233-4455-6677-8899-aabbccddeeff"'],
  ["U16", 65535, "65535"],
  ["U32", 4294967295, "4294967295"],
  ["U64", 18446744073709551615n, '"18446744073709551615"'],
  ["U64", 0n, '"0"'],
  ["I64", -9223372036854775808n, '"-9223372036854775808"'],
  ["FLAGS_32", 0x3ffff, "262143"],
  ["FLAGS_64", 0n, "0"],
  ["FLAGS_64", 9007199254740991n, "9007199254740991"],
  ["FLAGS_64", 9007199254740993n, "9007199254740993"],
  ["FLAGS_64", 0x501400007dc3f20n, "360639814042402592"],
  ["FLAGS_64", 0x1fffffffffffffffn, "2305843009213693951"],
  ["FLAGS_64", 0xffffffffffffffffn, "18446744073709551615"],
  ["F32", 0.5, "0.5"],
  ["F32", -0, '{"type":"Float","value":"-0"}'],
  ["F32", 3.4028234663852886e38, "3.4028234663852886e+38"],
  ["F64", NaN, '{"type":"Float","value":"NaN"}'],
  ["F64", -Infinity, '{"type":"Float","value":"-Infinity"}'],
  ["F64", 36028797018963970, "36028797018963970"],
  ["BYTES", new Uint8Array([1, 2, 3, 4]), '{"type":"Bytes","base64":"AQIDBA=="}'],
];

for (const [name, value, text] of PAIRS) {
  Deno.test(`${name} writes and reads ${text}`, () => {
    strictEqual(write(FORMS[name], value), text);
    deepStrictEqual(read(FORMS[name], text), value);
  });
}

Deno.test("U64 and I64 read and write safe integers as well", () => {
  strictEqual(read(U64, "9007199254740991"), 9007199254740991n);
  strictEqual(read(I64, "-5"), -5n);
  strictEqual(read(I64, "-0"), 0n);
  strictEqual(write(U64, 7), '"7"');
});

Deno.test("U16 reads -0 as 0", () => {
  strictEqual(read(U16, "-0"), 0);
});

Deno.test("UUID_TEXT gives lower case", () => {
  const upper = "00112233-4455-6677-8899-AABBCCDDEEFF";
  strictEqual(UUID_TEXT.fromJson(upper, 64), "00112233-4455-6677-8899-aabbccddeeff");
});

const REFUSED: [Name, string, string][] = [
  ["TEXT", "1", "expected text, found a number"],
  ["TEXT", "null", "expected text, found null"],
  ["TEXT", "true", "expected text, found a boolean"],
  ["TEXT", "[]", "expected text, found a list"],
  ["TEXT", "{}", "expected text, found an object"],
  ["TEXT", '"a\\ud83d"', "expected text, found a lone surrogate"],
  ["CHARACTER", '""', 'expected one character, found ""'],
  ["CHARACTER", '"ab"', 'expected one character, found "ab"'],
  ["CHARACTER", '"\\ude00"', "expected one character, found a lone surrogate"],
  ["UUID_TEXT", '"0011"', 'expected a uuid, found "0011"'],
  ["UUID_TEXT", "1", "expected a uuid, found a number"],
  ["U16", "65536", "expected a u16, found 65536"],
  ["U16", "-1", "expected a u16, found -1"],
  ["U16", "1.5", "expected a u16, found 1.5"],
  ["U16", '"1"', "expected a u16, found text"],
  ["U32", "4294967296", "expected a u32, found 4294967296"],
  ["U32", "18446744073709551615", "expected a u32, found 18446744073709551615"],
  ["U64", '"-1"', "expected a u64, found -1"],
  ["U64", "-1", "expected a u64, found -1"],
  ["U64", '"18446744073709551616"', "expected a u64, found 18446744073709551616"],
  ["U64", '"007"', 'expected a u64 in decimal, found "007"'],
  ["U64", `"${"9".repeat(100)}"`, `expected a u64 in decimal, found "${"9".repeat(40)}…"`],
  ["U64", "9007199254740992", "expected a u64 as decimal text, found the number 9007199254740992"],
  ["U64", "[]", "expected a u64 in decimal, found a list"],
  ["FLAGS_32", "4294967296", "expected a u32 of flags, found 4294967296"],
  ["FLAGS_64", '"1"', "expected a u64 of flags, found text"],
  ["FLAGS_64", "-1", "expected a u64 of flags, found -1"],
  ["FLAGS_64", "1.5", "expected a u64 of flags, found 1.5"],
  ["FLAGS_64", "1e20", "expected a u64 of flags, found 100000000000000000000"],
  ["FLAGS_64", "18446744073709551616", "expected a u64 of flags, found 18446744073709551616"],
  ["F32", "3.5e38", "expected an f32, found 3.5e+38"],
  ["F64", "-1e999", "expected an f64, found -Infinity"],
  ["F64", '"NaN"', "expected an f64, found text"],
  ["F64", '{"type":"Int","value":"1"}', "expected an object of type Float, found an object"],
  ["BYTES", '"AP8="', "expected an object of type Bytes, found text"],
  ["BYTES", "[0,255]", "expected an object of type Bytes, found a list"],
];

for (const [name, text, message] of REFUSED) {
  Deno.test(`${name} refuses ${text}`, () => {
    throws(() => read(FORMS[name], text), { name: "MismatchError", message });
  });
}

const UNWRITABLE: [Name, unknown, string][] = [
  ["U64", "1", "expected a u64 as bigint, found text"],
  ["U64", 2 ** 53, "expected a u64 as bigint, found a number"],
  ["U64", 2n ** 64n, "expected a u64, found 18446744073709551616"],
  ["FLAGS_64", 1, "expected a u64 of flags as bigint, found a number"],
  ["FLAGS_64", -1n, "expected a u64 of flags, found -1"],
  ["U16", NaN, "expected a u16, found NaN"],
  ["F64", 1n, "expected an f64, found an integer"],
  ["F32", 1e39, "expected an f32, found 1e+39"],
  ["BYTES", [1], "expected a Uint8Array, found a list"],
  ["TEXT", new Map(), "expected text, found a map"],
  ["TEXT", new Uint8Array(), "expected text, found bytes"],
];

for (const [name, value, message] of UNWRITABLE) {
  Deno.test(`${name} does not write: ${message}`, () => {
    throws(() => write(FORMS[name], value), { name: "MismatchError", message });
  });
}
