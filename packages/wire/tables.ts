/**
 * What the tables say of layouts, types and requests, without the codec: what a command loads that sends no message.
 *
 * @module
 */
export { describe, TYPE_NAMES } from "./describe.ts";
export { type Layout, LAYOUTS, newerLayoutOf } from "./layout.ts";
export { ANSWERS, type Method } from "./method.ts";
export { type Role, ROLES } from "./role.ts";
