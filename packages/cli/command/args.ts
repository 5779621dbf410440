/**
 * The command line as data: verb, arguments, options, and the command to start.
 *
 * @module
 */
import { type Flag, FlagValues, UsageError } from "@fluxwire/command";
import { COMMON_FLAGS } from "./flags.ts";
import { commandOf, type Part } from "./part.ts";
import type { Verb } from "./verb.ts";

/** A parsed command line. */
export class CommandLine extends FlagValues {
  /** What to do. */
  readonly verb: Verb;
  /** The verb as it is typed: `fluxwire probe ping`. */
  readonly name: string;
  /** The verb's arguments, in order. */
  readonly arguments: readonly string[];
  /** The program to start and its arguments, after `--`; null if absent. */
  readonly command: readonly [string, ...string[]] | null;
  readonly #part: Pick<Part, "name">;

  /** @param values The values of each given option; a switch has an empty text. */
  constructor(
    { part, verb }: { part: Pick<Part, "name">; verb: Verb },
    values: ReadonlyMap<string, readonly string[]>,
    { words, command }: { words: readonly string[]; command: CommandLine["command"] },
  ) {
    super(values);
    this.#part = part;
    this.verb = verb;
    this.name = commandOf(part, verb);
    this.arguments = words;
    this.command = command;
  }

  /**
   * The same command line with a driver of its own.
   *
   * @param target The command that starts the driver, further options, and those that are left out.
   */
  aimedAt({ command = null, options = {}, without = [] }: {
    command?: CommandLine["command"];
    options?: Readonly<Record<string, string>>;
    without?: readonly string[];
  }): CommandLine {
    const given = Object.entries(options).map(([name, value]) => [name, [value]] as const);
    const kept = [...this.values].filter(([name]) => !without.includes(name));
    const names = { part: this.#part, verb: this.verb };
    return new CommandLine(names, new Map([...kept, ...given]), { words: this.arguments, command });
  }
}

/**
 * The first word of a command line, which names a part, and the other words. Only options that every verb takes may come
 * before it.
 */
export function splitPart(args: readonly string[]): { word: string | null; rest: readonly string[] } {
  const at = wordPlaces(beforeCommand(args), COMMON_FLAGS)[0];
  if (at === undefined) return { word: null, rest: args };
  return { word: args[at]!, rest: args.toSpliced(at, 1) };
}

/** The word that names a verb, which is the first one that is not an option's value; null if absent. */
export function verbWord(args: readonly string[], part: Part): string | null {
  const own = beforeCommand(args);
  const at = wordPlaces(own, [part.defaultVerb, ...part.verbs].flatMap(({ flags }) => flags))[0];
  return at === undefined ? null : own[at]!;
}

/** The named verb, or the part's default without a name; null for an unknown name. */
export function findVerb(args: readonly string[], part: Part): Verb | null {
  const word = verbWord(args, part);
  return word === null ? part.defaultVerb : part.verbs.find(({ name }) => name === word) ?? null;
}

/**
 * Parses the command line of a verb that {@link findVerb} found. Options may stand anywhere before `--`, as
 * `--name VALUE` or `--name=VALUE`.
 *
 * @throws {UsageError} for unknown options, missing and superfluous values and arguments.
 */
export function parseArgs(args: readonly string[], part: Pick<Part, "name">, verb: Verb): CommandLine {
  const own = beforeCommand(args);
  const words: string[] = [];
  const values = new Map<string, string[]>();
  for (let i = 0; i < own.length; i++) {
    const arg = own[i]!;
    if (!isFlag(arg)) {
      words.push(arg);
      continue;
    }
    const { flag, inline } = splitFlag(arg, verb.flags, verb.name || part.name);
    const isAlone = flag.value === null || (flag.isOptional && (own[i + 1] === undefined || isFlag(own[i + 1]!)));
    const value = inline ?? (isAlone ? "" : own[++i]);
    if (flag.value === null && inline !== null) {
      throw new UsageError(`Cannot use ${arg}: --${flag.name} takes no value`);
    }
    if (value === undefined || (inline === null && isFlag(value))) {
      throw new UsageError(`Missing value of --${flag.name}: give --${flag.name} ${flag.value}`);
    }
    if (values.has(flag.name) && !flag.isRepeatable && flag.value !== null) {
      throw new UsageError(`Cannot use --${flag.name} ${value}: --${flag.name} was given already`);
    }
    values.set(flag.name, [...values.get(flag.name) ?? [], value]);
  }
  if (words[0] === verb.name) words.shift();
  const surplus = words[verb.maxArguments];
  if (surplus !== undefined) {
    const remedy = verb.surplusRemedy === undefined ? "" : `; ${verb.surplusRemedy}`;
    throw new UsageError(`Cannot use argument ${surplus}: ${verb.name} takes ${verb.maxArguments || "none"}${remedy}`);
  }
  return new CommandLine({ part, verb }, values, { words, command: programOf(args, verb) });
}

function beforeCommand(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end < 0 ? args : args.slice(0, end);
}

function programOf(args: readonly string[], verb: Verb): CommandLine["command"] {
  const end = args.indexOf("--");
  if (end < 0) return null;
  const [program, ...rest] = args.slice(end + 1);
  if (!verb.takesTarget) throw new UsageError(`Cannot use a command after --: ${verb.name} speaks to no driver`);
  if (program === undefined) {
    throw new UsageError("Missing command after --: give the program to start and its arguments");
  }
  return [program, ...rest];
}

/** What begins with a dash and is no option: a lone `-`, which stands for stdin, a number, and a comment of SQL. */
const DASHED_WORD = /^-($|\.?\d|-\s)/;

function isFlag(arg: string): boolean {
  return arg.startsWith("-") && !DASHED_WORD.test(arg);
}

/** The places of the words that are neither options nor their values. */
function wordPlaces(args: readonly string[], flags: readonly Flag[]): number[] {
  const places: number[] = [];
  for (let i = 0; i < args.length; i++) {
    if (!isFlag(args[i]!)) places.push(i);
    else if (takesValue(args[i]!, flags)) i++;
  }
  return places;
}

/** Whether the next word is the option's value. The verb is not known yet, but all verbs agree on each option. */
function takesValue(arg: string, flags: readonly Flag[]): boolean {
  const named = flags.filter(({ name, short }) => arg === `--${name}` || arg === `-${short}`);
  return named.length > 0 && named.every((flag) => flag.value !== null);
}

function splitFlag(arg: string, flags: readonly Flag[], name: string): { flag: Flag; inline: string | null } {
  const short = flags.find((flag) => arg === `-${flag.short}`);
  if (short !== undefined) return { flag: short, inline: null };
  const [, long = arg, inline = null] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
  const flag = flags.find((flag) => flag.name === long);
  if (flag !== undefined) return { flag, inline };
  throw UsageError.unknown(`option of ${name}`, arg.split("=")[0]!, flags.map((flag) => `--${flag.name}`));
}
