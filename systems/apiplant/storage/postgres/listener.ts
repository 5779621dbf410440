/** Learns of the appends of all servers. */
import type { Clock } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import type { PostgresAddress } from "./address.ts";
import { Connection } from "./connection.ts";
import { channelOf } from "./schema.ts";
import type { Statements } from "./statements.ts";

/** How often the head is read besides: notifications are lost while there is no connection. In milliseconds. */
const POLL_MS = 1_000;

/** What listens, and to what. */
export interface ListenerOptions {
  readonly address: PostgresAddress;
  readonly clock: Clock;
  readonly statements: Statements;
  readonly logId: string;
  /** Gets the head after each append, and each second. */
  readonly onHead: (head: Seq) => void;
}

/** Listens until it is closed; a lost connection is made again, and the head read at once. */
export class Listener implements AsyncDisposable {
  readonly #options: ListenerOptions;
  readonly #connection: Connection;
  readonly #following: Promise<void>;
  #isClosed = false;
  #wake: () => void = () => {};

  /** Starts at once. */
  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#connection = new Connection({
      address: options.address,
      clock: options.clock,
      setup: [`LISTEN ${channelOf(options.logId)}`],
      onNotification: (payload) => options.onHead(Number(payload)),
    });
    this.#following = this.#follow();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#following;
    await this.#connection[Symbol.asyncDispose]();
  }

  async #follow(): Promise<void> {
    const { clock, statements, onHead } = this.#options;
    while (!this.#isClosed) {
      try {
        const [row] = await this.#connection.query(statements.ends());
        if (row !== undefined) onHead(Number(row.head));
      } catch {
        // The readers that wait ask the server themselves when their time is over, and have its error.
      }
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        const timer = clock.setTimeout(resolve, POLL_MS);
        this.#wake = () => {
          clock.clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
