/** Calls a log of SQLite in its worker. */
import { StorageError } from "../roles.ts";
import type { LogPlaces, SqliteLog } from "./log.ts";
import type { LogAnswer, LogCall, LogFailure, LogQuestion } from "./log_messages.ts";

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A worker with an open log. */
export class LogClient implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended: StorageError | null = null;

  private constructor() {
    this.#worker = new Worker(new URL("./log_worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<LogAnswer>) => this.#settle(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new StorageError("unavailable", `The worker of the event storage has ended: ${event.message}`));
    };
  }

  /** Starts a worker that opens the database in a file. */
  static async open(path: string): Promise<LogClient> {
    const client = new LogClient();
    try {
      await client.#ask("open", [path]) as LogPlaces;
      return client;
    } catch (error) {
      client.#worker.terminate();
      throw error;
    }
  }

  /** Calls a method of the log. Rejects with a `StorageError`. */
  call<Name extends LogCall>(name: Name, ...args: Parameters<SqliteLog[Name]>): Promise<ReturnType<SqliteLog[Name]>> {
    return this.#ask(name, args) as Promise<ReturnType<SqliteLog[Name]>>;
  }

  /** Closes the log after the calls before, and ends the worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended !== null) return;
    await this.#ask("close", []);
    this.#end(new StorageError("unavailable", "The event storage is closed"));
  }

  #ask(call: LogQuestion["call"], args: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = ++this.#last;
    this.#waiting.set(id, { resolve, reject });
    const question: LogQuestion = { id, call, args };
    this.#worker.postMessage(question);
    return promise;
  }

  #settle(answer: LogAnswer): void {
    const waiting = this.#waiting.get(answer.id)!;
    this.#waiting.delete(answer.id);
    if (answer.failure === undefined) waiting.resolve(answer.value);
    else waiting.reject(errorOf(answer.failure));
  }

  #end(reason: StorageError): void {
    this.#ended = reason;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

function errorOf({ code, message, remedy }: LogFailure): StorageError {
  return new StorageError(code, message, remedy === null ? {} : { remedy });
}
