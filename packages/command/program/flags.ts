/**
 * The command line of a program as data. Options have one dash or two, and their value behind a blank or a `=`.
 *
 * @module
 */
import { type Dash, type Flag, FlagValues } from "../flags.ts";
import { UsageError } from "../usage_error.ts";

/** What a command line is read by. */
export interface Known {
  /** The command, as errors name it. */
  readonly name: string;
  /** The options that it takes. */
  readonly flags: readonly Flag[];
  /**
   * What options begin with in texts.
   *
   * @default {"--"}
   */
  readonly dash?: Dash;
}

/** Words and options of a command line. */
export class Flags extends FlagValues {
  /** What is no option. */
  readonly words: readonly string[];
  /** What stands behind `--`; null without it. */
  readonly command: readonly string[] | null;

  private constructor(
    words: readonly string[],
    command: readonly string[] | null,
    values: ReadonlyMap<string, readonly string[]>,
    dash?: Dash,
  ) {
    super(values, dash);
    this.words = words;
    this.command = command;
  }

  /**
   * Reads a command line.
   *
   * @throws {UsageError} for unknown options, and missing or superfluous values.
   */
  static parse(args: readonly string[], { name, flags, dash = "--" }: Known): Flags {
    const end = args.indexOf("--");
    const own = end < 0 ? args : args.slice(0, end), command = end < 0 ? null : args.slice(end + 1);
    const words: string[] = [], values = new Map<string, string[]>();
    for (let i = 0; i < own.length; i++) {
      const [, given, inline] = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(own[i]!) ?? [];
      if (given === undefined) {
        words.push(own[i]!);
        continue;
      }
      const flag = flags.find((flag) => flag.name === given || flag.short === given);
      if (flag === undefined) {
        throw UsageError.unknown(`option of ${name}`, `${dash}${given}`, flags.map(({ name }) => `${dash}${name}`));
      }
      const value = flag.value === null ? switchOf(`${dash}${given}`, inline) : inline ?? own[++i];
      if (value === undefined) {
        throw new UsageError(`Missing value of ${dash}${given}: give ${dash}${given} ${flag.value}`);
      }
      if (value !== null) values.set(flag.name, [...values.get(flag.name) ?? [], value]);
    }
    return new Flags(words, command, values, dash);
  }

  /** A command line whose words are all left as they are. */
  static raw(args: readonly string[]): Flags {
    return new Flags(args, null, new Map());
  }

  /**
   * The same, if it has as many words as the command takes. What stands behind `--` counts as words, unless it is another
   * program's command line.
   *
   * @throws {UsageError} for too many or too few words.
   */
  checked({ name, usage, words: [least, most], takesCommand = false }: {
    readonly name: string;
    readonly usage: string;
    readonly words: readonly [least: number, most: number];
    readonly takesCommand?: boolean;
  }): Flags {
    const words = takesCommand ? this.words : [...this.words, ...this.command ?? []];
    if (words.length > most) {
      throw new UsageError(`Cannot use argument ${words[most]}: ${name} takes ${usage || "none"}`);
    }
    if (words.length < least) throw new UsageError(`Missing argument of ${name}: give ${usage}`);
    return takesCommand ? this : new Flags(words, null, this.values, this.dash);
  }
}

/** `--flag` and `--flag=true` turn a switch on, `--flag=false` off. */
function switchOf(given: string, inline: string | undefined): string | null {
  if (inline === undefined || inline === "true") return "";
  if (inline === "false") return null;
  throw new UsageError(`Cannot use ${given}=${inline}: it must be true or false`);
}
