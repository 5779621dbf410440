/**
 * What DBFlux's tree shows of a schema, without the codec: the part of `@fluxwire/wire` that a short command loads.
 *
 * @module
 */
export type { EmptyTree, EmptyTreeReason } from "./empty_tree.ts";
export type { ShownKind, ShownNode } from "./node.ts";
export { type ShownTree, shownTree, type ShownTreeOptions } from "./shown_tree.ts";
