import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { parseExact } from "../json/parse.ts";
import type { Json } from "../json/json.ts";
import type { ModelDefinition } from "./definition.ts";
import type { Instance } from "./instance.ts";
import { comparatorOf, compareCodePoints, compareInstances, compareToValues, sortValues } from "./sorting.ts";

const instance = (id: string, data: Instance["data"]): Instance => {
  return { id, revision: 1, modelVersion: 1, createdAt: "", updatedAt: "", data };
};

Deno.test("compareCodePoints() orders as UTF-8 bytes do", () => {
  const texts = ["", "a", "ab", "b", "é", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10000}a", "\u{10ffff}"];
  const encoder = new TextEncoder();
  const bytes = (text: string) => Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
  for (const one of texts) {
    for (const other of texts) {
      const expected = bytes(one) < bytes(other) ? -1 : bytes(one) > bytes(other) ? 1 : 0;
      equal(Math.sign(compareCodePoints(one, other)), expected, JSON.stringify([one, other]));
    }
  }
});

Deno.test("comparatorOf() has null first, and numbers by value between doubles and bigints", () => {
  const values = parseExact("[null, -9223372036854775808, -1, 0.5, 1, 9007199254740991, 9007199254740993]") as Json[];
  const shuffled = [3, 5, 0, 6, 1, 4, 2].map((at) => values[at]!);
  deepStrictEqual(shuffled.toSorted(comparatorOf("BigInt")), values);
  equal(comparatorOf("Int")(5, 5n), 0);
  deepStrictEqual([true, null, false].toSorted(comparatorOf("Bool")), [null, false, true]);
});

Deno.test("comparatorOf() orders addresses by bytes, IPv4 first", () => {
  const addresses = ["9.0.0.1", "10.0.0.1", "10.0.0.2", "::", "::1", "::ffff:1.2.3.4", "2001:db8::1", "fe80::"];
  deepStrictEqual(addresses.toReversed().toSorted(comparatorOf("IP")), addresses);
});

Deno.test("compareInstances() sorts by its keys, then by id", () => {
  const model = { id: "m", version: 1, fields: { n: { type: "Int" } } } as ModelDefinition;
  const sort = [{ field: "n", descending: true }];
  const sorted = [instance("b", { n: 1 }), instance("c", {}), instance("a", { n: 1 }), instance("d", { n: 2 })]
    .toSorted(compareInstances(model, sort));
  deepStrictEqual(sorted.map(({ id }) => id), ["d", "a", "b", "c"]);
  deepStrictEqual(sortValues(sorted[1]!, sort), [1, "a"]);
  const compare = compareToValues(model, sort);
  ok(compare(sorted[2]!, [1, "a"]) > 0);
  equal(compare(sorted[1]!, [1, "a"]), 0);
  ok(compare(sorted[0]!, [1, "a"]) < 0);
});
