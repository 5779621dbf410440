/**
 * The database of a session. If its process was ended, the next call starts another and opens the database again.
 *
 * @module
 */
import { ConnectionError, type Context, DriverError, type QueryResultDto, type Value } from "@fluxwire/sdk";
import type { Statement } from "@fluxwire/sdk/client";
import type { Target } from "./access.ts";
import { type BesideStatement, toDatabase } from "./beside_statement.ts";
import { DatabaseProcess } from "./database_process.ts";
import type { HeldState } from "./held_state.ts";

/** The options of the driver's own statements: user text inside them must not become a second statement. */
const SINGLE: BesideStatement = { isSingle: true };

/** A database that survives its process. */
export class Database {
  readonly #target: Target;
  #process: DatabaseProcess;
  #lost: readonly HeldState[] = [];

  private constructor(target: Target, process: DatabaseProcess) {
    this.#target = target;
    this.#process = process;
  }

  /** Opens it. Throws the errors of {@link DatabaseProcess.open}. */
  static async open(target: Target, signal: AbortSignal): Promise<Database> {
    return new Database(target, await DatabaseProcess.open(target, { signal }));
  }

  /** The current process. */
  get pid(): number {
    return this.#process.pid;
  }

  /**
   * Runs the user's text: any number of statements.
   *
   * @throws {DriverError} `Driver` once, without running anything, if state that the user may rely on was lost with a
   *   process.
   */
  async execute(statement: Statement, { signal }: Pick<Context, "signal">): Promise<QueryResultDto> {
    await this.#reopen(signal);
    this.#sayWhatIsLost();
    return await this.#run(statement, signal);
  }

  /** Like {@link execute}, but returns the payload of the call's answer, encoded by the process. */
  async executeEncoded(
    statement: Statement,
    { signal, answer }: Pick<Context, "signal" | "answer">,
  ): Promise<Uint8Array> {
    const { rows } = await this.execute({ ...statement, database: toDatabase({ answer }) }, { signal });
    return rows[0]![0] as Uint8Array;
  }

  /** Changes data with one statement; throws the errors of {@link execute}. */
  write(sql: string, params: Value[], context: Pick<Context, "signal">): Promise<QueryResultDto> {
    return this.execute({ sql, params, database: toDatabase(SINGLE) }, context);
  }

  /** The rows of one statement that reads. */
  async read(sql: string, params: Value[], { signal }: Pick<Context, "signal">): Promise<QueryResultDto> {
    await this.#reopen(signal);
    return await this.#run({ sql, params, database: toDatabase(SINGLE) }, signal);
  }

  /** Opens it again if its process has ended. */
  async revive({ signal }: Pick<Context, "signal">): Promise<void> {
    await this.#reopen(signal);
  }

  /** Ends its process. */
  async close(): Promise<void> {
    await this.#process.end();
  }

  async #run(statement: Statement, signal: AbortSignal): Promise<QueryResultDto> {
    try {
      return await this.#process.run(statement, signal);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      const text = "The database's process has ended; what was not committed is rolled back, send the statement again";
      throw new DriverError("Transport", text, { retriable: true, cause: error });
    }
  }

  async #reopen(signal: AbortSignal): Promise<void> {
    if (!this.#process.isOver) return;
    // The process holds its locks until it has ended.
    await this.#process.end();
    this.#lost = [...new Set([...this.#lost, ...this.#process.held])];
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
