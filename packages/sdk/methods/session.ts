/**
 * What a session of a driver can do. Every method may be left out: what is missing answers `UnsupportedMethod`, or
 * where the tree of a relational database always asks for it, an empty list.
 *
 * @module
 */
import type { CodeGenerationMethods } from "./code_generation.ts";
import type { Context } from "./context.ts";
import type { KeyValueMethods } from "./key_value.ts";
import type { QueryMethods } from "./query.ts";
import type { RowMethods } from "./rows.ts";
import type { SchemaMethods } from "./schema.ts";

/**
 * An open session. The calls of one session run one after the other, each with a fresh {@link Context}; cancelling
 * and closing go past those that wait.
 */
export interface Session extends QueryMethods, SchemaMethods, RowMethods, KeyValueMethods, CodeGenerationMethods {
  /** Whether the database still answers; throws if not. Without it a ping always succeeds. */
  ping?(context: Context): void | Promise<void>;
  /** Called after a cancelled call, for what is left to tidy up. */
  cleanupAfterCancel?(context: Context): void | Promise<void>;
  /** Ends the session; called once, also when the connection is lost. */
  close?(): void | Promise<void>;
}
