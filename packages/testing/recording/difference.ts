/**
 * The leaves in which two messages differ: as a replay compares them, without reading files or starting threads.
 *
 * @example
 * ```ts
 * import { differencesOf } from "@fluxwire/testing/difference";
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * const before = { requestId: "1", body: { type: "Execute", request: { sql: "SELECT 1" } } };
 * const now = { requestId: "1", body: { type: "Execute", request: { sql: "SELECT 2" } } };
 * deepStrictEqual(differencesOf(before, now), [
 *   { path: "body.request.sql", recorded: "SELECT 1", found: "SELECT 2" },
 * ]);
 * ```
 *
 * @module
 */
import { compareMessages, type DifferentLeaf } from "./replay/compare_messages.ts";
import { IgnoredPaths } from "./replay/ignored_paths.ts";

export type { DifferentLeaf } from "./replay/compare_messages.ts";

/**
 * The leaves in which two messages in exact JSON differ, in the order of the messages; masked values match any.
 *
 * @param ignored Paths that are not compared, as `fluxwire probe replay --ignore` takes them.
 */
export function differencesOf(recorded: unknown, found: unknown, ignored: readonly string[] = []): DifferentLeaf[] {
  const leaves: DifferentLeaf[] = [];
  compareMessages(recorded, found, new IgnoredPaths(ignored), (leaf) => leaves.push(leaf));
  return leaves;
}
