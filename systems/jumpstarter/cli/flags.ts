/**
 * The command line as data. Flags have one dash or two, and their value behind a blank or a `=`.
 *
 * @module
 */

/** Wrong usage: exit code 1. */
export class UsageError extends Error {
  /** The class's name. */
  override readonly name = "UsageError";
}

/** A flag of a verb. */
export interface Flag {
  /** Its name, without dashes. */
  readonly name: string;
  /** What its value is, for the help; null for a switch. */
  readonly value: string | null;
  /** What it does. */
  readonly help: string;
  /** One letter that stands for it; none for most. */
  readonly short?: string;
}

/** Words and flags of a command line. */
export class Flags {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  /** What is no flag. */
  readonly words: readonly string[];
  /** What stands behind `--`, a command for example; null without `--`. */
  readonly command: readonly string[] | null;

  private constructor(
    words: readonly string[],
    values: ReadonlyMap<string, readonly string[]>,
    command: readonly string[] | null,
  ) {
    this.words = words;
    this.#values = values;
    this.command = command;
  }

  /**
   * Reads a command line.
   *
   * @throws {UsageError} for unknown flags, and missing or superfluous values.
   */
  static parse(args: readonly string[], known: readonly Flag[]): Flags {
    const words: string[] = [], values = new Map<string, string[]>();
    for (let i = 0; i < args.length; i++) {
      const match = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(args[i]!);
      if (args[i] === "--") return new Flags(words, values, args.slice(i + 1));
      if (match === null) {
        words.push(args[i]!);
        continue;
      }
      const [, name, inline] = match;
      const flag = known.find((flag) => flag.name === name || flag.short === name);
      if (flag === undefined) {
        throw new UsageError(
          `Unknown flag --${name}: the flags are ${known.map(({ name }) => `--${name}`).join(", ")}`,
        );
      }
      const value = flag.value === null ? switchOf(name!, inline) : inline ?? args[++i];
      if (value === undefined) throw new UsageError(`Missing value of --${name}: give --${name} ${flag.value}`);
      if (value !== null) values.set(flag.name, [...values.get(flag.name) ?? [], value]);
    }
    return new Flags(words, values, null);
  }

  /** A command line whose words are all left as they are. */
  static raw(args: readonly string[]): Flags {
    return new Flags(args, new Map(), null);
  }

  /** The same flags with other words. */
  withWords(words: readonly string[]): Flags {
    return new Flags(words, this.#values, null);
  }

  /** Whether a switch is on, or a flag was given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value of a flag, the last one if it was repeated; null without it. */
  text(name: string): string | null {
    return this.#values.get(name)?.at(-1) ?? null;
  }

  /** All values of a flag that may be repeated. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /**
   * The value of a flag that is one of a list; null without it.
   *
   * @throws {UsageError} for another value.
   */
  choice<T extends string>(name: string, choices: readonly T[]): T | null {
    const text = this.text(name);
    if (text === null) return null;
    const choice = choices.find((choice) => choice === text);
    if (choice === undefined) throw new UsageError(`Cannot use --${name} ${text}: choose one of ${choices.join(", ")}`);
    return choice;
  }

  /**
   * The value of a flag that is a count; null without it.
   *
   * @throws {UsageError} if it is no integer from 0 to the maximum.
   */
  count(name: string, max: number): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (/^\d{1,15}$/.test(text) && Number(text) <= max) return Number(text);
    throw new UsageError(`Cannot use --${name} ${text}: it must be a number from 0 to ${max}`);
  }
}

/** `-flag` and `-flag=true` turn a switch on, `-flag=false` off. */
function switchOf(name: string, inline: string | undefined): string | null {
  if (inline === undefined || inline === "true") return "";
  if (inline === "false") return null;
  throw new UsageError(`Cannot use --${name}=${inline}: it is true or false`);
}
