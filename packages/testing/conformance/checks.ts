/**
 * Every check, in the order in which reports show them.
 *
 * @module
 */
import { AUDIT_CHECKS } from "./audit.ts";
import { BROWSE_CHECKS } from "./browse.ts";
import { CANCEL_CHECKS } from "./cancel.ts";
import { type CheckTable, type Suite, SUITES_OF } from "./check.ts";
import { CODE_GENERATION_CHECKS } from "./code_generation.ts";
import { ENVELOPE_CHECKS } from "./envelopes.ts";
import { ERROR_CHECKS } from "./errors.ts";
import { FRAME_CHECKS } from "./frames.ts";
import { HANDSHAKE_CHECKS } from "./handshake.ts";
import { HAZARD_CHECKS } from "./hazards.ts";
import { HOSTILE_CHECKS } from "./hostile.ts";
import { KEY_TYPE_CHECKS } from "./key_types.ts";
import { KEY_VALUE_CHECKS } from "./key_value.ts";
import { LAYOUT_CHECKS } from "./layouts.ts";
import { LIMIT_CHECKS } from "./limits.ts";
import { QUERY_CHECKS } from "./queries.ts";
import { ROW_CHECKS } from "./rows.ts";
import { SCHEMA_CHECKS } from "./schema.ts";
import { SESSION_END_CHECKS } from "./session_ends.ts";
import { SESSION_PROFILE_CHECKS } from "./session_profiles.ts";
import { SESSION_CHECKS } from "./sessions.ts";
import { SOCKET_CHECKS } from "./sockets.ts";
import { TREE_CHECKS } from "./tree.ts";
import { VALUE_CHECKS } from "./values.ts";
import { VERSION_CHECKS } from "./version.ts";
import { WRITE_CHECKS } from "./writes.ts";

/** The checks by their ids. Ids never change: files of expected failures contain them. */
export const CHECKS: CheckTable = {
  ...SOCKET_CHECKS,
  ...HANDSHAKE_CHECKS,
  ...VERSION_CHECKS,
  ...FRAME_CHECKS,
  ...LAYOUT_CHECKS,
  ...ENVELOPE_CHECKS,
  ...SESSION_CHECKS,
  ...SESSION_END_CHECKS,
  ...SESSION_PROFILE_CHECKS,
  ...QUERY_CHECKS,
  ...VALUE_CHECKS,
  ...ROW_CHECKS,
  ...CANCEL_CHECKS,
  ...SCHEMA_CHECKS,
  ...TREE_CHECKS,
  ...BROWSE_CHECKS,
  ...WRITE_CHECKS,
  ...KEY_VALUE_CHECKS,
  ...KEY_TYPE_CHECKS,
  ...CODE_GENERATION_CHECKS,
  ...AUDIT_CHECKS,
  ...HAZARD_CHECKS,
  ...LIMIT_CHECKS,
  ...ERROR_CHECKS,
  ...HOSTILE_CHECKS,
};

/** The checks of a suite, with those that they need. */
export function checksOf(suite: Suite): CheckTable {
  return withNeeds(Object.keys(CHECKS).filter((id) => SUITES_OF[suite].includes(CHECKS[id]!.suite)));
}

/**
 * Checks by their ids, with those that they need, in the order of all.
 *
 * @throws {RangeError} for an unknown id.
 */
export function withNeeds(ids: readonly string[]): CheckTable {
  const wanted = new Set<string>();
  const add = (id: string): void => {
    if (!Object.hasOwn(CHECKS, id)) throw new RangeError(`Unknown check: ${id}`);
    if (wanted.has(id)) return;
    wanted.add(id);
    CHECKS[id]!.needs?.forEach(add);
  };
  ids.forEach(add);
  return Object.fromEntries(Object.entries(CHECKS).filter(([id]) => wanted.has(id)));
}
