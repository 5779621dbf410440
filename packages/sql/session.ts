/**
 * The session of an SQL database, put together from parts.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import type { Relation } from "./catalog.ts";
import type { SqlMethod } from "./driver_parts.ts";
import { executing } from "./executing.ts";
import { generating } from "./generator.ts";
import type { SqlParts } from "./parts.ts";
import { planning } from "./plan.ts";
import { reading } from "./reading.ts";
import { rowWrites } from "./row_writes.ts";
import { structure } from "./structure.ts";

/** The methods of the session of an SQL database. */
export type SqlSession = Required<Pick<Session, SqlMethod>>;

/**
 * The methods of a session, from a dialect, a way to run statements, and a reader of the catalog.
 *
 * Add what only the driver knows beside them, such as `close`, `ping` and `setActiveDatabase`; a method of the same name
 * replaces one of these. Each group can also be taken alone: {@link executing}, {@link reading}, {@link rowWrites},
 * {@link structure}, {@link planning}, {@link generating}.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { dialect, sqlSession, type SqlParts } from "@fluxwire/sql";
 *
 * const parts: Pick<SqlParts, "dialect" | "run"> = {
 *   dialect: dialect({ name: "Notes" }),
 *   run: ({ text }) => Promise.resolve({ rows: [[text]] }),
 * };
 * const open = (catalog: SqlParts["catalog"]) => ({ ...sqlSession({ ...parts, catalog }), close: () => {} });
 * strictEqual(typeof open, "function");
 * ```
 */
export function sqlSession<R extends Relation>(parts: SqlParts<R>): SqlSession {
  return {
    ...executing(parts),
    ...reading(parts),
    ...rowWrites(parts),
    ...structure(parts),
    ...planning(parts.dialect),
    ...generating(parts),
  };
}
