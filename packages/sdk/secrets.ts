/**
 * Secrets that a driver was told, kept out of what it says: a database's error may repeat the address it was given.
 *
 * @module
 */
import type { DriverFormDef, FormFieldKind } from "@fluxwire/wire";
import type { Log, LogLevel } from "./log.ts";
import { addressPasswords, formsOf } from "./secret_text.ts";

/** Shorter secrets are not looked for: every other word would be masked. */
const MIN_LENGTH = 3;
/** What stands in a secret's place. */
const MASK = "***";
/** The password within an address: `scheme://user:password@host`. */
const ADDRESS_PASSWORD = /(:\/\/[^\s/:@]*:)[^\s/]+(?=@)/g;

/** The secrets in use, and texts without them. */
export class Secrets {
  /** How many sessions have told each. */
  readonly #uses = new Map<string, number>();

  /** Looks for these from now on, in every form that they take; disposing the result forgets them. */
  add(secrets: readonly (string | null | undefined)[]): Disposable {
    const texts = secrets.flatMap((secret) => secret ? formsOf(secret) : []);
    const own = [...new Set(texts)].filter((text) => text.length >= MIN_LENGTH);
    for (const text of own) this.#uses.set(text, (this.#uses.get(text) ?? 0) + 1);
    return {
      [Symbol.dispose]: () => {
        for (const text of own.splice(0)) this.#forget(text);
      },
    };
  }

  /**
   * Where the secrets of a session are told, and its log. These look for them until `told` is disposed, the log always:
   * what a session runs may go on, and speak, after its end.
   */
  ofSession(
    log: Log,
    told: DisposableStack,
  ): { log: Log; tell: (texts: readonly (string | null | undefined)[]) => void } {
    const own = new Secrets();
    return {
      log: own.maskedLog(log),
      tell: (texts) => {
        own.add(texts);
        told.use(this.add(texts));
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

/** What of a form's values is secret: those of its secret fields, and passwords within addresses in the others. */
export function secretsOf(form: DriverFormDef, values: ReadonlyMap<string, string>): string[] {
  const fields = form.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  return fields.flatMap(({ id, kind }) => secretsIn(kind, values.get(id) ?? ""));
}

/** What of a field's value is secret: all of it by the field's kind, or the passwords of an address. */
export function secretsIn(kind: FormFieldKind, value: string): string[] {
  return kind.type === "Password" || kind.type === "WriteOnly" ? [value] : addressPasswords(value);
}
