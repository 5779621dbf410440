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
  type Value,
  type WriteResult,
} from "@fluxwire/sdk";
import { atomically } from "./atomic.ts";
import type { Relation, TableColumn } from "./catalog.ts";
import type { Form } from "./dialect.ts";
import { type RowKey, sameRow } from "./identity.ts";
import type { SqlParts } from "./parts.ts";
import { pageOf, shownOf } from "./read_statements.ts";
import { fill, nameList, raw, type Sql, sql } from "./sql.ts";
import { rowsOf, Runner } from "./statement.ts";
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

/** What the change of a row needs of a session's parts. */
type Parts = Omit<SqlParts, "catalog" | "generators">;

/** A table, one row of which is changed. */
export class WrittenTable {
  readonly #parts: Parts;
  readonly #relation: Relation;
  readonly #columns: readonly TableColumn[];
  /** The same for values that the user gave, which the database may write otherwise. */
  readonly #given: readonly TableColumn[];
  readonly #shown: Sql;
  /** The clause that lets a write return its row; null if what it returns cannot be trusted. */
  readonly #returning: Form | null;
  readonly #runner: Runner;
  readonly #context: Context;
  /**
   * Whether the row cannot be shown, because it is larger than an answer, or the user may not read it: then it is known by
   * its key alone, and the database's count is taken.
   */
  #isUnseen = false;
  /** How often a write is tried again if it meets no row. */
  #triesLeft = 0;

  /** A table with these columns, changed by a call with this context. */
  constructor(parts: Parts, relation: Relation, columns: readonly TableColumn[], context: Context) {
    this.#parts = parts;
    this.#relation = relation;
    this.#columns = columns;
    this.#given = columns.map(({ identified: _, ...column }) => column);
    this.#shown = shownOf(columns);
    this.#returning = relation.lastAdded === undefined ? parts.dialect.returning : null;
    this.#runner = new Runner(parts.run, parts.dialect, relation.database);
    this.#context = context;
  }

  /** Changes the row of a key. */
  async update(changes: Changes, key: RowKey): Promise<WriteResult> {
    const statement = updateRow(this.#relation.sql, changes, key, this.#parts.dialect, this.#columns);
    /** The values of the key and of the changed columns, as they are to be. */
    const wanted = new Map([...key.columns.map((column, i) => [column, key.values[i]!] as const), ...changes.changes]);
    return await this.#run(statement, async (write) => {
      const before = await this.#findOne(key);
      if (before === null) return NOT_THERE;
      const { rows: [returned], affectedRows } = await write();
      if (returned !== undefined) return this.#written(await this.#shownNow(returned));
      if (this.#isUnseen && affectedRows > 0) return this.#written();
      const [after] = await this.#find({ ...key, values: key.columns.map((column) => wanted.get(column)!) });
      if (after === undefined) return (await this.#find(key)).length === 0 ? this.#met(affectedRows) : KEPT;
      if (!await isSameRow(after, before)) return this.#met(affectedRows, after);
      const asWanted = await this.#find({ columns: [...wanted.keys()], values: [...wanted.values()] });
      return asWanted.length > 0 ? this.#met(affectedRows, after) : KEPT;
    });
  }

  /** Adds a row. */
  async insert(insert: RowInsert): Promise<WriteResult> {
    const { columns, values } = insert, { sql: table, lastAdded } = this.#relation;
    const same = columns.length === 0 || lastAdded !== undefined ? null : { columns, values };
    return await this.#run(insertRow(table, insert), async (write, isReturning) => {
      const before = isReturning || same === null || this.#isUnseen ? 0n : await this.#count(same, this.#given);
      const { rows: [returned], affectedRows } = await write();
      if (returned !== undefined) {
        const row = await this.#shownNow(returned);
        return row === null ? NOT_ADDED : this.#written(row);
      }
      if (lastAdded !== undefined && affectedRows > 0 && !this.#isUnseen) {
        return this.#written((await this.#select(this.#shown, lastAdded))[0]);
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
    const statement = deleteRow(this.#relation.sql, key, this.#parts.dialect, this.#columns);
    return await this.#run(statement, async (write) => {
      const before = await this.#findOne(key);
      if (before === null) return NOT_THERE;
      const { rows: [returned], affectedRows } = await write(), [after] = await this.#find(key);
      if (after !== undefined && await isSameRow(after, before)) return KEPT;
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
    const isOnce = this.#returning === null || isInside && !dialect.savepoints;
    this.#triesLeft = seesOtherSessions && !isOnce ? MOST_TRIES - 1 : 0;
    let outcome: Outcome;
    try {
      outcome = await attempt(this.#withRow(statement), !isOnce);
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
  async #count(key: RowKey, columns = this.#columns): Promise<bigint> {
    const { dialect } = this.#parts;
    const [counted] = await this.#select(raw(dialect.count), sameRow(key, dialect, columns));
    return BigInt(counted![0] as bigint | number);
  }

  /** A row that a write returned, as the table shows it now; null if it is gone, as returned if no key finds it. */
  async #shownNow(returned: readonly Cell[]): Promise<readonly Cell[] | null> {
    const columns = this.#columns.filter((column) => column.isPrimaryKey).map(({ name }) => name);
    const values = returned.filter((_, i) => this.#columns[i]?.isPrimaryKey).filter(isExact);
    if (columns.length === 0 || values.length < columns.length) return returned;
    const [row = null, another] = await this.#find({ columns, values });
    return another === undefined ? row : returned;
  }

  /** At most two rows of a key. */
  async #find(key: RowKey, columns = this.#columns): Promise<(readonly Cell[])[]> {
    const { dialect } = this.#parts, condition = sameRow(key, dialect, columns);
    const page = pageOf({ type: "Offset", limit: 2, offset: 0n }, dialect);
    return await this.#select(this.#isUnseen ? nameList(key.columns) : this.#shown, sql`${condition} ${page}`);
  }

  /** The rows that fulfil a condition. */
  async #select(chosen: Sql, condition: Sql): Promise<(readonly Cell[])[]> {
    const statement = sql`SELECT ${chosen} FROM ${this.#relation.sql} WHERE ${condition}`;
    return await rowsOf(await this.#runner.run("read", statement, this.#context));
  }

  /** A write that returns its row, if it can. */
  #withRow(statement: Sql): Sql {
    const returning = this.#returning;
    return returning === null ? statement : sql`${statement} ${fill(returning, { columns: () => this.#shown })}`;
  }

  /** The result of a write that returned no row; it is tried again if it met none. */
  #met(affectedRows: number | bigint, row?: readonly Cell[]): WriteResult {
    if (affectedRows > 0 || this.#triesLeft === 0) return this.#written(row);
    throw MISSED;
  }

  /** The result of a write of one row; without the row if it could not be sent. */
  #written(row?: readonly Cell[] | null): WriteResult {
    const done: WriteResult = { affectedRows: 1n, returningRow: null };
    if (row == null || this.#isUnseen) return done;
    try {
      new ResultBudget(this.#context.answer.limits).take(row);
      return { ...done, returningRow: row };
    } catch {
      return done;
    }
  }
}

/** Whether a cell can be sent back as it is, and finds its row. A real may equal what is not the same. */
function isExact(cell: Cell): cell is Value & Cell {
  if (typeof cell === "object" && cell !== null && "type" in cell) return cell.type !== "Unsupported";
  return typeof cell === "bigint" || typeof cell === "string" || typeof cell === "boolean" ||
    cell instanceof Uint8Array;
}

/** Whether two rows have the same cells. What compares them is loaded then: a write that returns its row needs it not. */
async function isSameRow(one: readonly Cell[], other: readonly Cell[]): Promise<boolean> {
  const { isDeepStrictEqual } = await import("node:util");
  return isDeepStrictEqual(one, other);
}

/** Whether a row could not be read because no answer can hold it: so the SDK and all drivers begin that error. */
function isTooLarge(error: unknown): boolean {
  return error instanceof DriverError && error.message.startsWith("Cannot send result");
}

function notOne(rows: bigint): DriverError {
  const text = `Cannot write the row: its identity is that of ${rows} rows; nothing was changed`;
  return new DriverError("InvalidRequest", text);
}
