/**
 * Secrets that a driver was told, kept out of what it says: a database's error may repeat the address it was given.
 *
 * @module
 */
import type { DriverFormDef } from "jsr:@fluxwire/wire@^0.1.0";
import type { Log, LogLevel } from "./log.ts";

/** Shorter secrets are not looked for: every other word would be masked. */
const MIN_LENGTH = 3;
/** What stands in a secret's place. */
const MASK = "***";
/** The password within an address: `scheme://user:password@host`. */
const ADDRESS_PASSWORD = /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

/** The secrets in use, and texts without them. */
export class Secrets {
  /** How many sessions have told each. */
  readonly #uses = new Map<string, number>();

  /** Looks for these from now on, also as they stand in an address; disposing the result forgets them. */
  add(secrets: readonly (string | null | undefined)[]): Disposable {
    const texts = secrets.flatMap((secret) => secret ? [secret, encodeURIComponent(secret)] : []);
    const own = [...new Set(texts)].filter((text) => text.length >= MIN_LENGTH);
    for (const text of own) this.#uses.set(text, (this.#uses.get(text) ?? 0) + 1);
    return {
      [Symbol.dispose]: () => {
        for (const text of own.splice(0)) this.#forget(text);
      },
    };
  }

  /** A text in which every secret, and every password of an address, is masked. */
  mask(text: string): string {
    const longestFirst = [...this.#uses.keys()].sort((a, b) => b.length - a.length);
    const masked = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
    return masked.replace(ADDRESS_PASSWORD, `$1${MASK}`);
  }

  /** A message in whose own texts every secret is masked. */
  maskTexts<T extends object>(message: T): T {
    const masked = Object.entries(message).map((
      [key, part],
    ) => [key, typeof part === "string" ? this.mask(part) : part]);
    return Object.fromEntries(masked) as T;
  }

  /** A log whose lines say no secret. */
  maskedLog(log: Log): Log {
    const masked = (level: LogLevel): Log["info"] => (text, fields = {}) =>
      log[level](this.mask(text), this.maskTexts(fields));
    return { debug: masked("debug"), info: masked("info"), warn: masked("warn"), error: masked("error") };
  }

  #forget(text: string): void {
    const uses = this.#uses.get(text)! - 1;
    if (uses === 0) this.#uses.delete(text);
    else this.#uses.set(text, uses);
  }
}

/** The ids of the fields of a form that hold secrets. */
export function secretFields(form: DriverFormDef): string[] {
  const fields = form.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  return fields.filter(({ kind }) => kind.type === "Password" || kind.type === "WriteOnly").map(({ id }) => id);
}
