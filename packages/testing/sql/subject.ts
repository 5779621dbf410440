/**
 * A driver of an SQL database, as the suite needs to know it.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";
import type { ClientSession } from "@fluxwire/wire/client";

/** A session on an empty database. Disposing it ends the session and removes the database. */
export interface OpenedSql extends AsyncDisposable {
  /** The session. */
  readonly session: ClientSession;
}

/** A table or view that a script makes. */
export interface MadeTable {
  /** The statements that make it, run one after the other. */
  readonly script: readonly string[];
}

/** Text that is stored and cannot be sent as it is. */
export interface DamagedText extends MadeTable {
  /**
   * Makes the table `damaged` with the columns `k`, a text, and `n`, an integer, and two rows of different texts that
   * would look alike.
   */
  readonly script: readonly string[];
}

/** Names that the owner of a database can put before the database's own. */
export interface PlantedNames {
  /** Makes the table `planted(id, a)` with the row `(1, 'x')`, and the names. */
  readonly script: readonly string[];
  /** Gives a row with true if any of the names was used. */
  readonly wasUsed: string;
  /** Uses one of them, so that the check is known to see it. */
  readonly use: string;
}

/**
 * A driver, and the SQL of its database where the checks need it. What a database does not have is null, with the reason
 * in the driver's own test.
 */
export interface SqlSubject {
  /** Opens a session on an empty database. */
  open(): Promise<OpenedSql>;
  /** The schema of tables without one; null if the database has no schemas. */
  readonly schema: string | null;
  /** The names of types. */
  readonly types: { readonly integer: string; readonly text: string };
  /** The bytes after which the database would cut a name; null if it cuts none. */
  readonly maxNameBytes: number | null;
  /** Types and literals of values by which rows are to be found. */
  readonly keys: readonly (readonly [type: string, literal: string])[];
  /** Makes the view `shown` of the table `base(id, a)`, whose rows can be written; null if views cannot be written. */
  readonly view: MadeTable | null;
  /** Makes the table `kept(id, a)` with the row `(1, 'x')`, which every write leaves as it was; null if nothing can. */
  readonly kept: MadeTable | null;
  /**
   * Makes the table `late(id, a)`: when a row is written, a trigger then sets its `a` to `late`, or removes it if that was
   * `gone`; null if nothing can.
   */
  readonly late: MadeTable | null;
  /** Makes the table `made(id, a, b)` whose `id` and `b` the database always generates; null if it generates none. */
  readonly generated: MadeTable | null;
  /** Makes the table `parted(id, a)` of partitions that take ids below and above 100; null without partitions. */
  readonly partitions: MadeTable | null;
  /**
   * Tables and views for which `create_table` and `create_view` must give what makes them again, in their order; none if
   * the driver does not generate definitions.
   */
  readonly definitions: readonly (readonly [kind: "table" | "view", name: string, script: string])[];
  /** Gives what the database has, in rows that are equal for equal databases. */
  readonly catalog: string;
  /** A statement that adds that many rows of 700 bytes to `wide(n, t)` and returns them; null if it cannot return any. */
  readonly addWide: ((rows: number) => string) | null;
  /** An expression for a text that is longer than an answer. */
  readonly hugeText: string;
  /** A statement that adds rows to `slow(n)` for some seconds; it may also return them. */
  readonly addSlowly: string;
  /** Texts for Explain that would run what follows; `{statement}` stands for that. They are tried behind comments too. */
  readonly explained: readonly string[];
  /** See {@link DamagedText}; null if the database has no such text. */
  readonly damaged: DamagedText | null;
  /** See {@link PlantedNames}; null if no name of a user can stand before the database's own. */
  readonly planted: PlantedNames | null;
}

/** A check of the suite. */
export interface SqlCheck {
  /** What holds. */
  readonly name: string;
  /** Whether it applies. */
  applies?(subject: SqlSubject): boolean;
  /**
   * Runs it.
   *
   * @throws {Violation} if it does not hold.
   */
  run(subject: SqlSubject): Promise<void>;
}

/** The values of a row. */
export type Row = readonly Value[];
