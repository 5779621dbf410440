/**
 * Whether a driver serves several connections at the same time, learnt from what it answers.
 *
 * @module
 */
import { within } from "@fluxwire/transport";

/** How often it is tried: a busy machine may be late once. */
const MAX_ATTEMPTS = 3;

/** What is known of one driver. */
export class Concurrency {
  #attempts = 0;
  #isProven = false;

  /** Whether it has answered on one connection while another was open. */
  get isProven(): boolean {
    return this.#isProven;
  }

  /**
   * Asks on a second connection while a first one is open, as long as nothing is known and it is worth trying.
   *
   * @param greet Connects and says Hello; must give up when the signal aborts.
   * @param soonMs How long an answer takes at the most.
   */
  async learn(greet: (signal: AbortSignal) => Promise<void>, soonMs: number): Promise<void> {
    if (this.#isProven || this.#attempts++ >= MAX_ATTEMPTS) return;
    const givingUp = new AbortController();
    const isAnswered = greet(givingUp.signal).then(() => true, () => false);
    this.#isProven = await within(isAnswered, soonMs) === true;
    givingUp.abort();
    await isAnswered;
  }
}
