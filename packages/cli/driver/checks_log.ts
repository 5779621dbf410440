/**
 * What a driver logs of the requests that checks break on purpose.
 *
 * @module
 */

/** How many lines are kept. */
const MAX_LINES = 200;

/** Tells those lines from all others of a driver, and holds them back until the checks have ended. */
export class ChecksLog {
  readonly #held: string[] = [];
  #omitted = 0;
  /** Whether lines that come late are shown like others. */
  #isShown = false;
  /** What the checks call themselves in Hello: drivers made with the SDK log it beside a request that they cannot read. */
  readonly clientName: string = `fluxwire-checks-${crypto.randomUUID().slice(0, 8)}`;

  /** Whether a line is of a request of the checks, and is held back. */
  holds(line: string): boolean {
    if (this.#isShown || !/^\S+ WARN unreadable request /.test(line)) return false;
    if (!line.endsWith(` client="${this.clientName}"`)) return false;
    if (this.#held.length < MAX_LINES) this.#held.push(line);
    else this.#omitted++;
    return true;
  }

  /** The lines held back until now, and how many more there were. The checks have failed: what comes from now on is not held back. */
  failed(): { readonly lines: readonly string[]; readonly omitted: number } {
    this.#isShown = true;
    return { lines: this.#held.splice(0), omitted: this.#omitted };
  }

  /** Whether any line is held back. */
  get isEmpty(): boolean {
    return this.#held.length === 0;
  }
}
