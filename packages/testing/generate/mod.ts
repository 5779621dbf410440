/**
 * Messages made from the tables of the wire: random, smallest, and templates to fill in.
 *
 * @example The smallest request to fill in
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { templateOf } from "@fluxwire/testing/generate";
 *
 * const template = templateOf({ kind: "ref", ref: "TableRef" }, "0.7.1");
 * deepStrictEqual(template, { schema: null, name: "" });
 * ```
 *
 * @module
 */
export { canMakeVariant } from "./can_make.ts";
export { templateOf } from "./least_of.ts";
export { partsOf } from "./parts_of.ts";
