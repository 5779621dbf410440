import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Misfit, type Schema } from "./schema.ts";
import { t } from "./t.ts";

function problem(schema: Schema<unknown>, value: unknown): string {
  try {
    schema.check(value);
  } catch (error) {
    if (error instanceof Misfit) return `${error.place}: ${error.problem}`;
    throw error;
  }
  return "it fits";
}

Deno.test("t checks values, and names the place and the kind of what does not fit", () => {
  const schema = t.object({ name: t.string(), files: t.default(t.list(t.object({ size: t.integer() })), []) });
  deepStrictEqual(schema.check({ name: "a" }), { name: "a", files: [] });
  deepStrictEqual(schema.check({ name: "a", files: [{ size: 1.0 }] }), { name: "a", files: [{ size: 1 }] });
  strictEqual(problem(schema, null), ": expected object, got null");
  strictEqual(problem(schema, { name: 1 }), ".name: expected string, got number");
  strictEqual(problem(schema, { name: "a", files: [{ size: 1.5 }] }), ".files[0].size: expected integer, got 1.5");
  strictEqual(problem(schema, { name: "a", size: 1 }), ".size: unknown key; the keys are name, files");
  strictEqual(problem(t.list(t.string()), {}), ": expected list, got object");
  strictEqual(problem(t.map(t.boolean()), { a: true, b: [] }), ".b: expected boolean, got list");
  strictEqual(problem(t.enum(["on", "off"]), "up"), ': expected one of on, off, got "up"');
  strictEqual(problem(t.number(), undefined), ": expected number, got nothing");
  strictEqual(t.optional(t.string()).check(null), undefined);
});
