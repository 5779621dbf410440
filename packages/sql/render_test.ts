import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { Value } from "@fluxwire/sdk";
import { dialect } from "./dialect.ts";
import { inlined, quoted, render } from "./render.ts";
import { join, name, nameList, raw, sql, value } from "./sql.ts";

const NUMBERED = dialect({
  name: "Numbered",
  placeholder: "${n}",
  maxNameBytes: 8,
  maxParameters: 3,
  literals: { bytes: "'\\x{hex}'", backslash: "E{text}" },
});

Deno.test("render() numbers values in their order, and keeps their types", () => {
  const piece = sql`${value("x", "jsonb")}, ${join([sql`${1n}`, sql`${null}`], " + ")}`;
  deepStrictEqual(render(piece, NUMBERED), {
    text: "$1, $2 + $3",
    parameters: [{ value: "x", type: "jsonb" }, { value: 1n, type: null }, { value: null, type: null }],
  });
});

Deno.test("render() refuses more parameters than the database takes, naming both numbers", () => {
  throws(() => render(join([1n, 2n, 3n, 4n].map((one) => value(one)), ","), NUMBERED), {
    code: "InvalidRequest",
    message: "Cannot run statement: it has 4 parameters, and Numbered takes at most 3",
  });
});

Deno.test("render() refuses a text with a NUL, at which libraries cut it", () => {
  throws(() => render(sql`SELECT ${raw("1)\0 AND (2")}`, NUMBERED), {
    code: "InvalidRequest",
    message: "Cannot run statement: it has a NUL character",
  });
});

Deno.test("quoted() doubles the closing quote, and refuses what the database would cut or cannot hold", () => {
  strictEqual(quoted('a"b', NUMBERED), '"a""b"');
  strictEqual(quoted("a]b[", dialect({ name: "x", quotes: ["[", "]"] })), "[a]]b[]");
  strictEqual(quoted("n".repeat(8), NUMBERED), `"${"n".repeat(8)}"`);
  for (const long of ["n".repeat(9), "ü".repeat(5), "😀😀😀"]) {
    throws(() => quoted(long, NUMBERED), { code: "InvalidRequest", message: /bytes, and Numbered cuts names after 8/ });
  }
  throws(() => quoted("a\0", NUMBERED), { code: "InvalidRequest", message: /NUL/ });
  strictEqual(render(nameList(["a", "b"]), NUMBERED).text, '"a", "b"');
  strictEqual(render(name("s", "t"), NUMBERED).text, '"s"."t"');
});

Deno.test("inlined() writes values as statements have them", () => {
  const cases: [Value, string][] = [
    [null, "NULL"],
    [true, "TRUE"],
    [-5n, "-5"],
    [1, "1.0"],
    [-0, "-0.0"],
    [1e300, "1e+300"],
    [NaN, "'NaN'"],
    ["it's", "'it''s'"],
    ["a\\b'", "E'a\\\\b'''"],
    [Uint8Array.of(0, 255), "'\\x00ff'"],
    [{ type: "Decimal", value: "1.10" }, "'1.10'"],
    [[1n, "a", null], `'[1,"a",null]'`],
    [new Map<string, Value>([["k", { type: "Decimal", value: "1.10" }]]), `'{"k":1.10}'`],
  ];
  for (const [one, text] of cases) strictEqual(inlined(sql`${one}`, NUMBERED), text);
  strictEqual(inlined(sql`${"a\\b"}${Uint8Array.of(1)}`, dialect({ name: "x" })), "'a\\b'X'01'");
});

Deno.test("text of a piece is never read as a place or a value", () => {
  strictEqual(render(sql`${raw("$9 {column}")} ${"$1"}`, NUMBERED).text, "$9 {column} $1");
});
