/** A turn: the right to append, as the lock of the row that counts. */
import { type Clock, onAbort, within } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import type { AppendResult, EventStorage, LogDraft } from "../roles.ts";
import type { Connection } from "./connection.ts";
import type { Statements } from "./statements.ts";

/** How long a turn is held at most, in milliseconds. */
const TURN_MS = 1_000;

/** What holds the lock, and what is used without it. */
export interface TurnParts {
  readonly connection: Connection;
  readonly statements: Statements;
  readonly storage: EventStorage;
  readonly clock: Clock;
}

/**
 * A turn that was granted. It ends by an append, by its release or after a second. It is fairness only: what is appended
 * later, or after the connection was lost, lands as any other append does, or does not.
 */
export class Turn implements AsyncDisposable, Pick<EventStorage, "append" | "read"> {
  readonly #parts: TurnParts;
  readonly #timer: unknown;
  readonly #over = Promise.withResolvers<void>();
  #ending: Promise<void> | null = null;

  private constructor(parts: TurnParts) {
    this.#parts = parts;
    this.#timer = parts.clock.setTimeout(() => void this.#end("ROLLBACK").catch(() => {}), TURN_MS);
  }

  /** Waits for the lock, whose queue is first come, first served. An abort ends the wait, and the connection. */
  static async take(parts: TurnParts, signal?: AbortSignal): Promise<Turn> {
    const { connection, statements } = parts;
    signal?.throwIfAborted();
    const listening = onAbort(signal, () => connection.drop());
    try {
      await connection.query({ text: `BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${TURN_MS}` });
      // A connection that was only being made could not be dropped.
      signal?.throwIfAborted();
      await connection.queryOpen(statements.lock());
    } catch (error) {
      // A transaction that is left open would keep the lock.
      connection.drop();
      signal?.throwIfAborted();
      throw error;
    } finally {
      listening[Symbol.dispose]();
    }
    return new Turn(parts);
  }

  /** Resolves when another turn may begin on the connection. */
  get ended(): Promise<void> {
    return this.#over.promise;
  }

  async append(expected: Seq, drafts: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    const { connection, statements, storage } = this.#parts;
    if (this.#ending !== null || !connection.isOpen) return await storage.append(expected, drafts, signal);
    const appending = connection.queryOpen(statements.append(expected, drafts));
    const ended = this.#end("COMMIT");
    try {
      const [row] = await appending;
      await ended;
      return { ok: row!.ok === true, head: Number(row!.head) };
    } catch (error) {
      ended.catch(() => {});
      connection.drop();
      throw error;
    }
  }

  read(...args: Parameters<EventStorage["read"]>): ReturnType<EventStorage["read"]> {
    return this.#parts.storage.read(...args);
  }

  /** Lets the next one append. */
  async [Symbol.asyncDispose](): Promise<void> {
    // The end of a connection, too, is the end of the turn.
    await within(this.#end("ROLLBACK").catch(() => this.#parts.connection.drop()), TURN_MS);
  }

  #end(text: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (this.#ending !== null) return this.#ending;
    const { clock, connection } = this.#parts;
    clock.clearTimeout(this.#timer);
    const ending = connection.isOpen ? connection.queryOpen({ text }).then(() => {}) : Promise.resolve();
    const over = () => this.#over.resolve();
    ending.then(over, over);
    return this.#ending = ending;
  }
}
