/** A limit on what each client has open at once: streams of events, and pages that wait for them. */
import { Refusal } from "../commit/refusal.ts";

/** Counts the answers that are open, by their clients. */
export class OpenAnswers {
  readonly #counts = new Map<string, number>();

  /** Each client may have `limit`. */
  constructor(readonly limit: number) {}

  /** Takes one more for a client, until the result is disposed. Throws a `Refusal` with Retry-After if it has all that it may. */
  take(client: string): Disposable {
    const count = this.#counts.get(client) ?? 0, { limit } = this;
    if (count >= limit) {
      throw new Refusal(
        "rate",
        `This client has ${limit} streams and waiting pages, which is its limit: end one, or raise limits.streams-per-client`,
        { limit, setting: "limits.streams-per-client" },
        { "retry-after": "5" },
      );
    }
    this.#counts.set(client, count + 1);
    let isOpen = true;
    return {
      [Symbol.dispose]: () => {
        if (!isOpen) return;
        isOpen = false;
        const left = this.#counts.get(client)! - 1;
        if (left === 0) this.#counts.delete(client);
        else this.#counts.set(client, left);
      },
    };
  }
}
