/**
 * Messages made from the tables of the wire: any, the smallest, and templates to fill in.
 *
 * @module
 */
export { layoutHas } from "./layout_has.ts";
export { canMakeVariant, templateOf } from "./least_of.ts";
export { partsOf } from "./parts_of.ts";
