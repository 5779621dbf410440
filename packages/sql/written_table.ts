/**
 * A table during the change of one of its rows. Its result is what the database shows.
 *
 * The number of rows that a database reports for a write proves little: triggers, rules and views falsify it. Nor does the
 * row that it returns prove that the table has it: a trigger may run later. So the row is looked at before and after.
 *
 * @module
 */
import {
  type Cell,
  type Context,
  DriverError,
  ResultBudget,
  type RowInsert,
  type TableRef,
  type Value,
  type WriteResult,
} from "@fluxwire/sdk";
import { atomically } from "./atomic.ts";
import type { Catalog, Relation, TableColumn } from "./catalog.ts";
import { comparedOf, identifiedOf, shownOf } from "./columns.ts";
import type { ComparedColumns } from "./compared_columns.ts";
import { findRelation } from "./find_relation.ts";
import { fill } from "./form.ts";
import { type RowKey, sameRow } from "./identity.ts";
import type { SqlParts } from "./parts.ts";
import { pageOf } from "./read_statements.ts";
import { rowsOf } from "./rows.ts";
import { isSameRow } from "./same_cells.ts";
import { nameList, raw, type Sql, sql } from "./sql.ts";
import { Runner } from "./statement.ts";
import { type Changes, deleteRow, insertRow, updateRow } from "./write_statements.ts";

/** The end of a write: its result, or what was found although it was run. */
type Outcome = WriteResult | { readonly found: string };

/** What a write says of itself: the rows that it returned, and the number that the database reports. */
interface Said {
  readonly rows: readonly (readonly Cell[])[];
  readonly affectedRows: number | bigint;
}

const NOT_THERE: WriteResult = { affectedRows: 0n, returningRow: null };
const KEPT = { found: "a trigger or rule kept the row as it was" };
const NOT_ADDED = { found: "no further row with these values is there: a trigger or rule kept it out, or changed it" };

/** A write that returned no row: whether it added one is seen only if the rows before are known. It was undone. */
const UNSEEN = new Error("a write returned no row");

/** A write that met no row, although the row had been there: a trigger or another session took it away. It was undone. */
const MISSED = new Error("a write met no row");

/** How often a write is tried that another session may have come before. */
const MOST_TRIES = 3;

/** A table, one row of which is changed. */
export class WrittenTable {
  readonly #parts: Omit<SqlParts, "catalog" | "generators">;
  readonly #relation: Relation;
  readonly #columns: readonly TableColumn[];
  /** How a row is found. */
  readonly #compared: ComparedColumns;
  /** How values are compared that the user gave: the database may write them otherwise. */
  readonly #given: ComparedColumns;
  readonly #shown: Sql;
  readonly #runner: Runner;
  readonly #context: Context;
  /**
   * Whether the row cannot be shown, because it is larger than an answer, or the user may not read it: then it is known by
   * its key alone, and the database's count is taken.
   */
  #isUnseen = false;
  /** How often a write is tried again if it meets no row. */
  #triesLeft = 0;

  private constructor(
    parts: Omit<SqlParts, "catalog" | "generators">,
    { relation, columns }: { relation: Relation; columns: readonly TableColumn[] },
    context: Context,
  ) {
    this.#parts = parts;
    this.#relation = relation;
    this.#columns = columns;
    this.#compared = identifiedOf(columns);
    this.#given = comparedOf(columns);
    this.#shown = shownOf(columns);
    this.#runner = new Runner(parts.run, parts.dialect, relation.database);
    this.#context = context;
  }

  /** Finds the table. Throws the errors of {@link Catalog.relation}. */
  static async open<R extends Relation>(parts: SqlParts<R>, ref: TableRef, context: Context): Promise<WrittenTable> {
    const catalog: Catalog<R> = parts.catalog;
    const relation = await findRelation(parts, { ...ref, forWrite: true }, context);
    return new WrittenTable(parts, { relation, columns: await catalog.columns(relation, context) }, context);
  }

  /** Changes the row of a key. */
  async update(changes: Changes, key: RowKey): Promise<WriteResult> {
    const statement = updateRow(this.#relation.sql, changes, key, this.#parts.dialect, this.#compared);
    return await this.#run(statement, async (write) => {
      const before = await this.#findOne(key);
      if (before === null) return NOT_THERE;
      const { rows: [returned], affectedRows } = await write();
      if (returned !== undefined) return this.#written(await this.#shownNow(returned) ?? undefined);
      if (this.#isUnseen && affectedRows > 0) return this.#written();
      const after = await this.#find(afterChanges(key, changes));
      const isDone = after.length === 0
        ? (await this.#find(key)).length === 0
        : !isSameRow(after[0]!, before) || await this.#has(key, changes);
      return isDone ? this.#met(affectedRows, after[0]) : KEPT;
    });
  }

  /** Adds a row. */
  async insert(insert: RowInsert): Promise<WriteResult> {
    const { columns, values } = insert, same = columns.length === 0 ? null : { columns, values };
    return await this.#run(insertRow(this.#relation.sql, insert), async (write, isReturning) => {
      const before = isReturning || same === null || this.#isUnseen ? 0n : await this.#count(same, this.#given);
      const { rows: [returned], affectedRows } = await write();
      if (returned !== undefined) {
        const row = await this.#shownNow(returned);
        return row === null ? NOT_ADDED : this.#written(row);
      }
      if (same === null || this.#isUnseen) return affectedRows > 0 ? this.#written() : NOT_ADDED;
      if (isReturning) throw UNSEEN;
      const [row, another] = await this.#find(same, this.#given);
      if (row !== undefined && await this.#count(same, this.#given) > before) {
        return this.#written(another === undefined ? row : undefined);
      }
      return affectedRows > 0 ? this.#written() : NOT_ADDED;
    });
  }

  /** Removes the row of a key. A trigger may change it instead: then that is the row after the write. */
  async delete(key: RowKey): Promise<WriteResult> {
    const statement = deleteRow(this.#relation.sql, key, this.#parts.dialect, this.#compared);
    return await this.#run(statement, async (write) => {
      const before = await this.#findOne(key);
      if (before === null) return NOT_THERE;
      const { rows: [returned], affectedRows } = await write(), [after] = await this.#find(key);
      if (after !== undefined && isSameRow(after, before)) return KEPT;
      return returned === undefined ? this.#met(affectedRows, after) : this.#written(after ?? returned);
    });
  }

  /**
   * Runs a write and the looks around it atomically. What a trigger did instead stays done: the error comes after the
   * commit.
   */
  async #run(
    statement: Sql,
    step: (write: () => Promise<Said>, isReturning: boolean) => Promise<Outcome>,
  ): Promise<WriteResult> {
    const { dialect, isInTransaction, seesOtherSessions = false, refusesReturning, refusesReading } = this.#parts;
    const isInside = await isInTransaction?.(this.#relation.database) ?? false;
    const attempt = async (text: Sql, isReturning: boolean): Promise<Outcome> => {
      const tried = (): Promise<Outcome> => step(() => this.#write(text), isReturning);
      try {
        return await atomically(this.#runner, { isInside, dialect }, this.#context, tried);
      } catch (error) {
        if (error !== MISSED) throw error;
        this.#triesLeft--;
        return await attempt(text, isReturning);
      }
    };
    // A step that cannot be undone is not tried twice.
    const isOnce = dialect.returning === null || isInside && !dialect.savepoints;
    this.#triesLeft = seesOtherSessions && !isOnce ? MOST_TRIES - 1 : 0;
    let outcome: Outcome;
    try {
      outcome = await attempt(this.#returning(statement), !isOnce);
    } catch (error) {
      this.#isUnseen = isTooLarge(error) || refusesReading?.(error) === true;
      if (error !== UNSEEN && !this.#isUnseen && refusesReturning?.(error) !== true) throw error;
      outcome = await attempt(statement, false);
    }
    if ("affectedRows" in outcome) return outcome;
    throw new DriverError("Driver", `The statement was run, but ${outcome.found}`);
  }

  /** @throws {DriverError} `InvalidRequest` if it changed more than one row of the table. */
  async #write(statement: Sql): Promise<Said> {
    const result = await this.#runner.run("write", statement, this.#context);
    const rows = await rowsOf(result);
    const affectedRows = result.affectedRows ?? 0, written = this.#isUnseen ? affectedRows : rows.length;
    if (written > 1) throw notOne(BigInt(written));
    return { rows, affectedRows };
  }

  /** The row of a key; null without one. Throws `InvalidRequest` if there are several. */
  async #findOne(key: RowKey): Promise<readonly Cell[] | null> {
    const [row = null, another] = await this.#find(key);
    if (another === undefined) return row;
    throw notOne(await this.#count(key));
  }

  /** How many rows a key has. */
  async #count(key: RowKey, compared = this.#compared): Promise<bigint> {
    const { dialect } = this.#parts, condition = sameRow(key, dialect, compared);
    const count = sql`SELECT ${raw(dialect.count)} FROM ${this.#relation.sql} WHERE ${condition}`;
    const [counted] = await rowsOf(await this.#runner.run("read", count, this.#context));
    return BigInt(counted![0] as bigint | number);
  }

  /** A row that a write returned, as the table shows it now; null if it is gone, as returned if no key finds it. */
  async #shownNow(returned: readonly Cell[]): Promise<readonly Cell[] | null> {
    const key = this.#columns.flatMap(({ name, isPrimaryKey }, i) =>
      isPrimaryKey ? [[name, returned[i]] as const] : []
    );
    const values = key.map(([, cell]) => cell).filter(isExact);
    if (key.length === 0 || values.length < key.length) return returned;
    const [row = null, another] = await this.#find({ columns: key.map(([name]) => name), values });
    return another === undefined ? row : returned;
  }

  /** At most two rows of a key. */
  async #find(key: RowKey, compared = this.#compared): Promise<(readonly Cell[])[]> {
    const { dialect } = this.#parts;
    const page = pageOf({ type: "Offset", limit: 2, offset: 0n }, dialect);
    const condition = sameRow(key, dialect, compared);
    const shown = this.#isUnseen ? nameList(key.columns) : this.#shown;
    const statement = sql`SELECT ${shown} FROM ${this.#relation.sql} WHERE ${condition} ${page}`;
    return await rowsOf(await this.#runner.run("read", statement, this.#context));
  }

  /** Whether a row has the values that it was to get. */
  async #has(key: RowKey, { changes }: Changes): Promise<boolean> {
    const { columns, values } = afterChanges(key, { changes });
    const all = {
      columns: [...columns, ...changes.map(([column]) => column)],
      values: [...values, ...changes.map(([, value]) => value)],
    };
    return (await this.#find(all)).length > 0;
  }

  #returning(statement: Sql): Sql {
    const { returning } = this.#parts.dialect;
    return returning === null ? statement : sql`${statement} ${fill(returning, { columns: () => this.#shown })}`;
  }

  /** The result of a write that returned no row; it is tried again if it met none. */
  #met(affectedRows: number | bigint, row?: readonly Cell[]): WriteResult {
    if (affectedRows > 0 || this.#triesLeft === 0) return this.#written(row);
    throw MISSED;
  }

  /** The result of a write of one row; without the row if it could not be sent. */
  #written(row?: readonly Cell[]): WriteResult {
    if (row === undefined || this.#isUnseen) return { affectedRows: 1n, returningRow: null };
    try {
      new ResultBudget(this.#context.answer.limits).take(row);
      return { affectedRows: 1n, returningRow: row };
    } catch {
      return { affectedRows: 1n, returningRow: null };
    }
  }
}

/** Whether a cell can be sent back as it is, and finds its row. A real may equal what is not the same. */
function isExact(cell: Cell): cell is Value & Cell {
  if (typeof cell === "object" && cell !== null && "type" in cell) return cell.type !== "Unsupported";
  return typeof cell === "bigint" || typeof cell === "string" || typeof cell === "boolean" ||
    cell instanceof Uint8Array;
}

/** The key of a row whose columns were changed. */
function afterChanges({ columns, values }: RowKey, { changes }: Changes): RowKey {
  const changed = new Map(changes);
  return { columns, values: columns.map((column, i) => changed.has(column) ? changed.get(column)! : values[i]!) };
}

/** Whether a row could not be read because no answer can hold it: so the SDK and all drivers begin that error. */
function isTooLarge(error: unknown): boolean {
  return error instanceof DriverError && error.message.startsWith("Cannot send result");
}

function notOne(rows: bigint): DriverError {
  const text = `Cannot write the row: its identity is that of ${rows} rows; nothing was changed`;
  return new DriverError("InvalidRequest", text);
}
