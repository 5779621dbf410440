/**
 * What a driver gives for the session of an SQL database.
 *
 * @module
 */
import type { Catalog, Relation } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import type { Generator } from "./generator.ts";
import type { Run } from "./statement.ts";

/**
 * The parts of a session.
 *
 * @typeParam R What the catalog knows of a table or view.
 */
export interface SqlParts<R extends Relation = Relation> {
  /** The SQL of the database. */
  readonly dialect: Dialect;
  /** Runs a statement. */
  readonly run: Run;
  /** Reads the catalog. */
  readonly catalog: Catalog<R>;
  /**
   * Whether the user has begun a transaction in a database; null is the active one. A driver whose library does not know
   * that may ask the database.
   *
   * @default never
   */
  isInTransaction?(database: string | null): boolean | Promise<boolean>;
  /**
   * Whether a statement of a transaction sees what other sessions have committed since the statement before: a row that was
   * looked at may then be gone when it is written, and the write is tried again before a trigger is taken for the cause.
   *
   * @default false
   */
  readonly seesOtherSessions?: boolean;
  /**
   * Whether a write failed only because it was to return its rows, and changed nothing: it is then run without that.
   *
   * @default never
   */
  refusesReturning?(error: unknown): boolean;
  /**
   * Whether an error means that the user may not read what was to be read: a row is then written without looking at more
   * than its key.
   *
   * @default never
   */
  refusesReading?(error: unknown): boolean;
  /**
   * The generators of statements.
   *
   * @default those of {@link commonGenerators}
   */
  readonly generators?: readonly Generator<R>[];
}
