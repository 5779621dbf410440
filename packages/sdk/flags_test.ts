import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { bitsOf, chosenFlags, maskOf, namesOf } from "./flags.ts";

Deno.test("bitsOf() and namesOf() are each other's reverse", () => {
  strictEqual(bitsOf("DriverCapabilities", ["SSL", "OBJECT_PREFIX_DELETE"]), 1n << 3n | 1n << 60n);
  deepStrictEqual(namesOf("DriverCapabilities", 1n << 60n | 1n << 3n), ["SSL", "OBJECT_PREFIX_DELETE"]);
  throws(() => bitsOf("SchemaFeatures", ["SSL"]), {
    name: "TypeError",
    message: 'Cannot define driver: SchemaFeatures has no flag "SSL"; it has FOREIGN_KEYS, CHECK_CONSTRAINTS, ' +
      "UNIQUE_CONSTRAINTS, CUSTOM_TYPES, TRIGGERS, SEQUENCES, FUNCTIONS",
  });
});

Deno.test("maskOf() has the bits of PROTOCOL.md#hazards", () => {
  const masks = [0x7fff_ffff_ffffn, 0x7fff_ffff_ffffn, 0xff_ffff_ffff_ffffn];
  const newest = 0x1fff_ffff_ffff_ffffn;
  deepStrictEqual(LAYOUTS.map((layout) => maskOf("DriverCapabilities", layout)), [...masks, newest, newest, newest]);
  deepStrictEqual(LAYOUTS.map((layout) => maskOf("SchemaFeatures", layout)), LAYOUTS.map(() => 0x7fn));
});

Deno.test("chosenFlags() changes what follows, or takes the author's bits as they are", () => {
  const derived = ["SSL", "VIEWS"];
  strictEqual(chosenFlags("DriverCapabilities", undefined, derived), 1n << 3n | 1n << 9n);
  strictEqual(chosenFlags("DriverCapabilities", { add: ["SCHEMAS"], remove: ["VIEWS"] }, derived), 1n << 1n | 1n << 3n);
  strictEqual(chosenFlags("DriverCapabilities", 5n, derived), 5n);
  strictEqual(chosenFlags("SchemaFeatures", 0, ["TRIGGERS"]), 0n);
});
