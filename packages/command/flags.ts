/**
 * The options of a command line, and their values.
 *
 * @module
 */
import { MAX_TIMER_MS } from "@fluxwire/transport/internal";
import { UsageError } from "./usage_error.ts";

/** One option. */
export interface Flag {
  /** Its name, without the dashes. */
  readonly name: string;
  /**
   * A letter that stands for it behind one dash.
   *
   * @default {none}
   */
  readonly short?: string;
  /** Its value, as the help shows it; null for a switch. */
  readonly value: string | null;
  /**
   * Whether the value may be left out; the next word is taken for it unless it begins with a dash.
   *
   * @default {false}
   */
  readonly isOptional?: boolean;
  /**
   * The values that it can have, for completion.
   *
   * @default {any value}
   */
  readonly choices?: readonly string[];
  /** Whether it may be given more than once. */
  readonly isRepeatable?: boolean;
  /** What it does. */
  readonly help: string;
}

/** The option that shows the help. */
export const HELP_FLAG: Flag = { name: "help", short: "h", value: null, help: "Show this help" };

/** The option that asks for documents instead of text. */
export const JSON_FLAG: Flag = { name: "json", value: null, help: "Print JSON documents; a failure is one too" };

/** What options of a program begin with in its texts. */
export type Dash = "-" | "--";

/** The values of the options that were given. */
export class FlagValues {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #dash: Dash;

  /**
   * Values by option.
   *
   * @param values The values of each given option; a switch has an empty text.
   */
  constructor(values: ReadonlyMap<string, readonly string[]>, dash: Dash = "--") {
    this.#values = values;
    this.#dash = dash;
  }

  /** The same values. */
  protected get values(): ReadonlyMap<string, readonly string[]> {
    return this.#values;
  }

  /** The same dash. */
  protected get dash(): Dash {
    return this.#dash;
  }

  /** Whether an option was given, or a switch is on. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value of an option, the last one if it is repeated; null if it was not given. */
  text(name: string): string | null {
    return this.all(name).at(-1) ?? null;
  }

  /** Every value of an option, in order. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /**
   * The value of an option that is one of a list.
   *
   * @throws {UsageError} for a value that is not in the list.
   */
  choice<T extends string>(name: string, choices: readonly T[]): T | null {
    const text = this.text(name);
    if (text === null) return null;
    const choice = choices.find((choice) => choice === text);
    if (choice !== undefined) return choice;
    throw new UsageError(`Cannot use ${this.#dash}${name} ${text}: choose one of ${choices.join(", ")}`);
  }

  /**
   * As {@link choice}, for an option that must be given.
   *
   * @throws {UsageError} if it was not given, or is not in the list.
   */
  requiredChoice<T extends string>(name: string, choices: readonly T[]): T {
    const choice = this.choice(name, choices);
    if (choice !== null) return choice;
    throw new UsageError(`Missing ${this.#dash}${name}: choose one of ${choices.join(", ")}`);
  }

  /**
   * The value of an option that is a count.
   *
   * @throws {UsageError} if it is not an integer from 0 to the maximum.
   */
  count(name: string, max: number): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (/^\d{1,15}$/.test(text) && Number(text) <= max) return Number(text);
    throw new UsageError(`Cannot use ${this.#dash}${name} ${text}: it must be a number from 0 to ${max}`);
  }

  /**
   * The value of an option that is a time in milliseconds.
   *
   * @throws {UsageError} if it is not a positive integer that a timer accepts.
   */
  milliseconds(name: string): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const ms = /^\d{1,10}$/.test(text) ? Number(text) : 0;
    if (ms >= 1 && ms <= MAX_TIMER_MS) return ms;
    const range = `a number of milliseconds from 1 to ${MAX_TIMER_MS}`;
    throw new UsageError(`Cannot use ${this.#dash}${name} ${text}: it must be ${range}`);
  }
}

/**
 * Whether results and failures are to be JSON, even if the command line cannot be parsed. Words after `--` belong to
 * another program.
 */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === "--json" || arg === "-json");
}
