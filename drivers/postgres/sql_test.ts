import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join, name, raw, sql } from "./sql.ts";

Deno.test("sql numbers values through all its pieces", () => {
  const inner = sql`b = ${"2"}`;
  const statement = sql`a = ${"1"} AND ${inner} AND c = ${null}`;
  strictEqual(statement.text, "a = $1 AND b = $2 AND c = $3");
  deepStrictEqual(statement.values, ["1", "2", null]);
});

Deno.test("Sql.inlined writes values that are correct under every setting", () => {
  strictEqual(sql`${"it's"}, ${"a\\'b"}, ${null}, ${"$1"}`.inlined, `'it''s', E'a\\\\''b', NULL, '$1'`);
});

Deno.test("name() quotes what would end a name", () => {
  strictEqual(name("s", 'a"b').text, '"s"."a""b"');
});

Deno.test("raw() stays unchanged, even if it looks like a value", () => {
  const statement = sql`${raw("x = '$1'")} AND y = ${"1"}`;
  strictEqual(statement.text, "x = '$1' AND y = $1");
  strictEqual(statement.inlined, "x = '$1' AND y = '1'");
});

Deno.test("join() of an empty list is empty", () => {
  strictEqual(join([], ", ").text, "");
  strictEqual(join([sql`${"1"}`, raw("2")], ", ").text, "$1, 2");
});
