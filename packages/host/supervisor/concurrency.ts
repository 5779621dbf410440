/**
 * Whether a driver serves several connections at the same time, learnt from what it answers.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";

/** How often it is tried. */
const MAX_ATTEMPTS = 3;
/**
 * So many pings are answered on the first connection before the second one counts as left waiting. A driver that serves both
 * needs fewer turns than that for the second one's Hello, on a busy machine as well.
 */
const PINGS = 16;

/** How a driver is asked. */
export interface Questions {
  /** Pings on the first connection. Must give up when {@link signal} aborts. */
  ping(): Promise<void>;
  /** Connects a second time and says Hello. Must give up when this signal aborts. */
  greet(signal: AbortSignal): Promise<void>;
  /** Ends the attempt; one that ends like this has shown nothing. */
  signal: AbortSignal;
}

/** What is known of one driver. */
export class Concurrency {
  #attempts = 0;
  #isProven = false;

  /** Whether it has answered on one connection while another was open. */
  get isProven(): boolean {
    return this.#isProven;
  }

  /**
   * Asks on a second connection while a first one is open, as long as nothing is known and it is worth trying. Never rejects.
   *
   * @param soonMs How long an answer takes at the most on a machine with nothing else to do.
   */
  async learn({ ping, greet, signal }: Questions, soonMs: number): Promise<void> {
    if (this.#isProven || this.#attempts >= MAX_ATTEMPTS) return;
    const givingUp = new AbortController();
    const isAnswered = greet(AbortSignal.any([signal, givingUp.signal])).then(() => true, () => false);
    if (await within(isAnswered, soonMs) === TIMED_OUT) {
      await Promise.race([isAnswered, repeat(ping).catch(() => {})]);
    }
    givingUp.abort();
    this.#isProven = await isAnswered;
    if (!signal.aborted) this.#attempts++;
  }
}

async function repeat(ping: () => Promise<void>): Promise<void> {
  for (let i = 0; i < PINGS; i++) await ping();
}
