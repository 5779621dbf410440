import { deepStrictEqual } from "node:assert/strict";
import { withDefaults } from "./defaults.ts";

Deno.test("withDefaults() fills in members that are missing, at every level, and changes nothing else", () => {
  const schema = {
    properties: {
      port: { type: "integer", default: 80 },
      radio: { properties: { channel: { default: 11 } }, default: {} },
      lamps: { items: { properties: { name: { default: "lamp" } } } },
      ip: { type: "string" },
    },
    allOf: [{ properties: { tls: { default: false } } }],
  };
  const value = { port: 0, lamps: [{}, { name: "b" }], other: [1] };
  deepStrictEqual(withDefaults(schema, value), {
    port: 0,
    lamps: [{ name: "lamp" }, { name: "b" }],
    other: [1],
    radio: { channel: 11 },
    tls: false,
  });
  deepStrictEqual(value, { port: 0, lamps: [{}, { name: "b" }], other: [1] });
  deepStrictEqual(withDefaults({ default: [1] }, undefined), [1]);
  deepStrictEqual(withDefaults(true, { a: 1 }), { a: 1 });
  deepStrictEqual(withDefaults(schema, "text"), "text");
});
