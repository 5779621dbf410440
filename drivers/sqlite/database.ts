/**
 * The database of a session. If its process was ended, the next call starts another and opens the database again.
 *
 * @module
 */
import { type Column, ConnectionError, type Context, DriverError, type QueryResult, type Value } from "@fluxwire/sdk";
import type { HeldState } from "./child/held_state.ts";
import { type Answer, DatabaseProcess } from "./database_process.ts";
import { fromJson, type Request, toJson } from "./messages.ts";
import { toParameter } from "./parameter.ts";
import { toRequest } from "./request.ts";
import { resolved } from "./resolved_path.ts";
import type { Target } from "./target.ts";

/** What a call of the driver's own statements needs of its context. */
export type Cancellable = Pick<Context, "signal">;

/** What a call needs of its context whose rows are sent to the host. */
export type Answering = Cancellable & { answer: Pick<Context["answer"], "codec" | "limits"> };

/** A text of the user. */
export interface UserStatement {
  sql: string;
  params?: readonly Value[];
  limit?: number | null;
  offset?: number | null;
  /** Whether it must be a single statement. */
  isSingle?: boolean;
}

/** The result of a statement of the driver's own. */
export interface OwnResult {
  columns: Column[];
  rows: Value[][];
  affectedRows: bigint | null;
}

/** One statement that writes nothing. */
const READING = /^\s*(?:SELECT|VALUES|EXPLAIN)\b[^;]*;?\s*$/i;

/** A database that survives its process. */
export class Database {
  readonly #target: Target;
  #process: DatabaseProcess;
  #lost: readonly HeldState[] = [];
  /** Whether the open transaction is one that the driver began around a write. */
  #isOwnTransaction = false;

  private constructor(target: Target, process: DatabaseProcess) {
    this.#target = target;
    this.#process = process;
  }

  /** Opens it. Throws the errors of {@link resolved} and `DatabaseProcess.open`. */
  static async open(target: Target, signal: AbortSignal): Promise<Database> {
    const found = resolved(target);
    return new Database(found, await DatabaseProcess.open(found, { signal }));
  }

  /** The current process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Whether the user has begun a transaction. */
  get isInTransaction(): boolean {
    return !this.#process.isOver && this.#process.held.includes("open transaction");
  }

  /**
   * Runs the user's text: any number of statements. The rows of the last one are encoded for the call's answer.
   *
   * @throws {DriverError} `Driver` once, without running anything, if state that the user may rely on was lost with a
   *   process.
   */
  async execute(statement: UserStatement, context: Answering): Promise<QueryResult> {
    await this.#reopen(context.signal);
    this.#sayWhatIsLost();
    return await this.query(statement, context);
  }

  /** Like {@link execute}, for a statement that does not rely on state. */
  async query(
    { sql, params = [], limit = null, offset = null, isSingle = false }: UserStatement,
    { signal, answer: { codec, limits: { maxFrameBytes, maxResponseValues } } }: Answering,
  ): Promise<QueryResult> {
    const parameters = params.map((value, i) => toJson(toParameter(value, i + 1)));
    const limits = { maxFrameBytes, maxResponseValues };
    const request = toRequest(sql, { parameters, isSingle, limit, offset: offset ?? 0, codec, limits });
    const { end, encoded } = await this.#run(request, signal);
    return {
      columns: end.columns,
      rows: encoded ?? [],
      affectedRows: end.affectedRows === null ? undefined : BigInt(end.affectedRows),
      executionTimeMs: end.ms,
    };
  }

  /** Changes data with one statement; throws the errors of {@link execute}. */
  async write(sql: string, params: readonly Value[], { signal }: Cancellable): Promise<OwnResult> {
    await this.#reopen(signal);
    this.#sayWhatIsLost();
    return await this.#own(sql, params, signal);
  }

  /** Begins or ends the driver's own transaction around a write, which is no state that the user could miss. */
  async control(sql: string, context: Cancellable): Promise<void> {
    const isBegin = sql === "BEGIN";
    // A transaction that reads before it writes could not get the lock in between.
    await this.write(isBegin ? "BEGIN IMMEDIATE" : sql, [], context);
    if (isBegin || sql === "COMMIT" || sql === "ROLLBACK") this.#isOwnTransaction = isBegin;
  }

  /** The rows of one statement that reads. */
  async read(sql: string, params: readonly Value[], { signal }: Cancellable): Promise<OwnResult> {
    return await this.#own(sql, params, signal);
  }

  /** Opens it again if its process has ended. */
  async revive({ signal }: Cancellable): Promise<void> {
    await this.#reopen(signal);
  }

  /** Ends its process. */
  async close(): Promise<void> {
    await this.#process.end();
  }

  /** User text inside the driver's own statements must not become a second statement. */
  async #own(sql: string, params: readonly Value[], signal: AbortSignal): Promise<OwnResult> {
    const parameters = params.map((value, i) => toJson(toParameter(value, i + 1)));
    const { end: { columns, rows, affectedRows } } = await this.#run(
      toRequest(sql, { parameters, isSingle: true }),
      signal,
    );
    return {
      columns: [...columns],
      rows: rows.map((row) => row.map(fromJson)),
      affectedRows: affectedRows === null ? null : BigInt(affectedRows),
    };
  }

  async #run(request: Request, signal: AbortSignal): Promise<Answer> {
    await this.#reopen(signal);
    try {
      return await this.#process.run(request, signal);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      throw ended(request, error);
    }
  }

  async #reopen(signal: AbortSignal): Promise<void> {
    if (!this.#process.isOver) return;
    // The process holds its locks until it has ended.
    await this.#process.end();
    const held = this.#process.held.filter((state) => state !== "open transaction" || !this.#isOwnTransaction);
    this.#isOwnTransaction = false;
    this.#lost = [...new Set([...this.#lost, ...held])];
    this.#process = await DatabaseProcess.open(this.#target, { signal });
  }

  #sayWhatIsLost(): void {
    if (this.#lost.length === 0) return;
    const lost = this.#lost.join(", ");
    this.#lost = [];
    throw new DriverError(
      "Driver",
      `Nothing was run: the database's process had to be ended, which lost the ${lost}; send the statement again to go on without`,
    );
  }
}

/** A statement that may have been committed must not be sent again without a look. */
function ended({ sql }: Request, cause: ConnectionError): DriverError {
  const retriable = READING.test(sql);
  const text = retriable
    ? "The database's process has ended; send the statement again"
    : "The database's process has ended; what was not committed is rolled back, so look at what was committed before you send the statement again";
  return new DriverError("Transport", text, { retriable, cause });
}
