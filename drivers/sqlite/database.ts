/**
 * The database of a session. If its process was ended, the next call starts another and opens the database again.
 *
 * @module
 */
import {
  type Cell,
  ConnectionError,
  type Context,
  DriverError,
  float,
  type QueryResult,
  resolvedFile,
} from "@fluxwire/sdk";
import { EncodedRows } from "@fluxwire/sdk/rows";
import { boundValue, isReading, type Parameter, type Purpose, type Statement } from "@fluxwire/sql";
import type { HeldState } from "./child/held_state.ts";
import { DatabaseProcess } from "./database_process.ts";
import { MAIN, SQLITE } from "./dialect.ts";
import { fromJson, isInMemory, type JsonCell, type Request, type Target, toJson } from "./messages.ts";

/** What a call needs of its context. */
export type Answering = Pick<Context, "signal"> & { answer: Pick<Context["answer"], "codec" | "limits"> };

/** Statements whose rows are sent to the host as they are: the process encodes them. */
const FOR_HOST: ReadonlySet<Purpose> = new Set(["execute", "show"]);

/** Statements that may rely on state which was lost with a process. */
const RELYING: ReadonlySet<Purpose> = new Set(["execute", "write", "control"]);

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

  /** Opens it. Throws the errors of `resolvedFile` and `DatabaseProcess.open`. */
  static async open(target: Target, signal: AbortSignal): Promise<Database> {
    const found = isInMemory(target) ? target : { ...target, path: resolvedFile(target.path) };
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
   * Runs a statement: the user's text, which may have any number of them, or one of the session's own. User text inside the
   * latter must not become a second statement.
   *
   * @throws {DriverError} `Driver` once, without running anything, if state that the statement may rely on was lost with a
   *   process; `InvalidRequest` for another database than the opened file.
   */
  async run(
    { text, parameters, purpose, limit, offset, database }: Statement,
    context: Answering,
  ): Promise<QueryResult> {
    const { signal, answer: { codec, limits: { maxFrameBytes, maxResponseValues } } } = context;
    const isForHost = FOR_HOST.has(purpose), isBegin = purpose === "control" && text === "BEGIN";
    if (isForHost) checkDatabase(database);
    await this.revive(context);
    if (RELYING.has(purpose)) this.#sayWhatIsLost();
    const request: Request = {
      // A transaction that reads before it writes could not get the lock in between.
      sql: isBegin ? "BEGIN IMMEDIATE" : text,
      parameters: parameters.map(toJsonParameter),
      isSingle: purpose !== "execute",
      ...{ limit, offset, codec: isForHost ? codec : null, limits: { maxFrameBytes, maxResponseValues } },
    };
    const { end, chunks } = await this.#process.run(request, signal).catch((error) => {
      throw error instanceof ConnectionError ? ended(request, error) : error;
    });
    // The driver's own transaction around a write is no state that the user could miss.
    if (isBegin || purpose === "control" && /^(COMMIT|ROLLBACK)$/.test(text)) this.#isOwnTransaction = isBegin;
    return {
      columns: end.columns,
      rows: isForHost ? new EncodedRows(codec, end.count, chunks) : end.rows.map((row) => row.map(toCell)),
      affectedRows: end.affectedRows === null ? undefined : BigInt(end.affectedRows),
      executionTimeMs: end.ms,
    };
  }

  /** Ends its process. */
  async close(): Promise<void> {
    await this.#process.end();
  }

  /** Opens it again if its process has ended. */
  async revive({ signal }: Pick<Context, "signal">): Promise<void> {
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

/**
 * Checks the database that a request names.
 *
 * @throws {DriverError} `InvalidRequest` for any but the opened file.
 */
export function checkDatabase(name: string | null | undefined): void {
  if (!name || name === MAIN) return;
  throw new DriverError(
    "InvalidRequest",
    `Cannot use database ${name}: statements of SQLite run in ${MAIN}; write ${name}.table for a table elsewhere`,
  );
}

/** Booleans are 1 and 0 in SQLite. */
function toJsonParameter({ value }: Parameter, i: number): JsonCell {
  const bound = boundValue(value, i + 1, SQLITE);
  return toJson(typeof bound === "boolean" ? BigInt(bound) : bound);
}

/** A number is a real here; the SDK would send whole ones as Ints. */
function toCell(cell: JsonCell): Cell {
  const value = fromJson(cell);
  return typeof value === "number" ? float(value) : value;
}

/** A statement that may have been committed must not be sent again without a look. */
function ended({ sql }: Request, cause: ConnectionError): DriverError {
  const retriable = isReading(sql);
  const text = retriable
    ? "The database's process has ended; send the statement again"
    : "The database's process has ended; what was not committed is rolled back, so look at what was committed before you send the statement again";
  return new DriverError("Transport", text, { retriable, cause, mayBeDone: !retriable });
}
