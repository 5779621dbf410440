/**
 * The part of this package that a driver needs to start, without what explains and shows messages.
 *
 * @module
 */
export { decode, encode } from "./codec.ts";
export { MalformedError, RpcError } from "./errors.ts";
export { codecOf, LAYOUTS } from "./layout.ts";
export { DEFAULT_LIMITS } from "./limits.ts";
export { ANSWERS, METHOD_TABLE } from "./method.ts";
export { METHODS } from "./methods.ts";
export { SCHEMA } from "./schema.ts";
export { layoutHas } from "./since.ts";
