/**
 * The page's worker for results and schemas, apart from those that read frames.
 *
 * @module
 */
import type { FromWorker, ToWorker } from "../../worker/messages.ts";
import type { DataAnswers, DataAsk } from "../../worker/data.ts";
import { startWorker } from "../shell/worker.ts";

/** The worker's end. */
export class DataClient {
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #asks = 0;

  /** Starts the worker. */
  constructor(worker: Worker = startWorker()) {
    this.#worker = worker;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ready = promise;
    worker.onmessage = ({ data }: { data: FromWorker }) => {
      if (data.is === "ready") return resolve();
      if (data.is !== "data") return;
      const asked = this.#asked.get(data.ask)!;
      this.#asked.delete(data.ask);
      if (data.problem === null) asked.resolve(data.answer);
      else asked.reject(new Error(data.problem));
    };
  }

  /**
   * Asks the worker; a payload goes over to it, and is gone here.
   *
   * @throws {Error} For what cannot be read.
   */
  async ask<A extends DataAsk>(of: A): Promise<DataAnswers[A["op"]]> {
    await this.#ready;
    const ask = ++this.#asks, asked = Promise.withResolvers<unknown>();
    this.#asked.set(ask, asked);
    const message: ToWorker = { do: "data", ask, of };
    this.#worker.postMessage(message, "payload" in of ? [of.payload] : []);
    return await asked.promise as DataAnswers[A["op"]];
  }
}

let client: DataClient | null = null;

/** The page's one client, started when it is asked for first. */
export function dataClient(): DataClient {
  return client ??= new DataClient();
}
