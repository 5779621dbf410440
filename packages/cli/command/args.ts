/**
 * The command line as data: verb, arguments, options, and the command to start.
 *
 * @module
 */
import { MAX_TIMER_MS } from "@fluxwire/transport";
import type { Flag } from "./flags.ts";
import { UsageError } from "./usage_error.ts";
import type { Verb } from "./verb.ts";
import { VERBS } from "../verbs.ts";

/** A command line that was understood. */
export class CommandLine {
  /** What to do. */
  readonly verb: Verb;
  /** The verb's arguments. */
  readonly arguments: readonly string[];
  /** The program to start and its arguments, after `--`; null where there is none. */
  readonly command: readonly [string, ...string[]] | null;
  readonly #values: ReadonlyMap<string, readonly string[]>;

  /** @param values The values of each option that was given; a switch has an empty text. */
  constructor(
    verb: Verb,
    values: ReadonlyMap<string, readonly string[]>,
    { words, command }: { words: readonly string[]; command: CommandLine["command"] },
  ) {
    this.verb = verb;
    this.arguments = words;
    this.command = command;
    this.#values = values;
  }

  /** Whether a switch was given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value of an option, the last one where it was repeated; null where it was not given. */
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
   * @throws {UsageError} where it is another one.
   */
  choice<T extends string>(name: string, choices: readonly T[]): T | null {
    const text = this.text(name);
    if (text === null) return null;
    const choice = choices.find((choice) => choice === text);
    if (choice === undefined) throw new UsageError(`Cannot use --${name} ${text}: choose one of ${choices.join(", ")}`);
    return choice;
  }

  /**
   * As {@link choice}, for an option that must be given.
   *
   * @throws {UsageError} also where it was not given.
   */
  requiredChoice<T extends string>(name: string, choices: readonly T[]): T {
    const choice = this.choice(name, choices);
    if (choice === null) throw new UsageError(`Missing --${name}: choose one of ${choices.join(", ")}`);
    return choice;
  }

  /**
   * The value of an option that counts something.
   *
   * @throws {UsageError} where it is no integer from 0 to the most.
   */
  count(name: string, max: number): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (/^\d{1,15}$/.test(text) && Number(text) <= max) return Number(text);
    throw new UsageError(`Cannot use --${name} ${text}: it must be a number from 0 to ${max}`);
  }

  /**
   * The value of an option that counts milliseconds.
   *
   * @throws {UsageError} where it is no positive integer that a timer can have.
   */
  milliseconds(name: string): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const ms = /^\d{1,10}$/.test(text) ? Number(text) : 0;
    if (ms < 1 || ms > MAX_TIMER_MS) {
      throw new UsageError(
        `Cannot use --${name} ${text}: it must be a number of milliseconds from 1 to ${MAX_TIMER_MS}`,
      );
    }
    return ms;
  }
}

/**
 * Whether the failure of a command line is to be JSON, also where it cannot be understood.
 *
 * What stands after `--` belongs to the driver.
 */
export function wantsJson(args: readonly string[]): boolean {
  return beforeCommand(args).includes("--json");
}

/**
 * Understands a command line. Options may stand anywhere before `--`, as `--name VALUE` or `--name=VALUE`.
 *
 * @throws {UsageError} for unknown verbs and options, missing and superfluous values and arguments.
 */
export function parseArgs(args: readonly string[]): CommandLine {
  const own = beforeCommand(args);
  const verb = findVerb(own);
  const words: string[] = [];
  const values = new Map<string, string[]>();
  for (let i = 0; i < own.length; i++) {
    const arg = own[i]!;
    if (!isFlag(arg)) {
      words.push(arg);
      continue;
    }
    const { flag, inline } = splitFlag(arg, verb);
    const value = flag.value === null ? "" : inline ?? own[++i];
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
  for (const word of verb.name.split(" ")) if (words[0] === word) words.shift();
  if (words.length > verb.maxArguments) {
    throw new UsageError(
      `Cannot use argument ${words[verb.maxArguments]}: ${verb.name} takes ${verb.maxArguments || "none"}`,
    );
  }
  return new CommandLine(verb, values, { words, command: commandOf(args, verb) });
}

function beforeCommand(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end < 0 ? args : args.slice(0, end);
}

function commandOf(args: readonly string[], verb: Verb): CommandLine["command"] {
  const end = args.indexOf("--");
  if (end < 0) return null;
  const [program, ...rest] = args.slice(end + 1);
  if (!verb.takesTarget) throw new UsageError(`Cannot use a command after --: ${verb.name} speaks to no driver`);
  if (program === undefined) {
    throw new UsageError("Missing command after --: give the program to start and its arguments");
  }
  return [program, ...rest];
}

/** A lone `-` stands for stdin. */
function isFlag(arg: string): boolean {
  return arg.startsWith("-") && arg !== "-";
}

/** The first word that is no option's value is the verb; the second may be a verb of that. */
function findVerb(args: readonly string[]): Verb {
  const [first, second] = wordsOf(args);
  if (first === undefined) return VERBS[0];
  const verb = VERBS.find(({ name }) => name === first);
  if (verb === undefined) throw UsageError.unknown("verb", first, VERBS.map(({ name }) => name));
  if (verb.verbs === undefined || second === undefined) return verb;
  const own = verb.verbs.find(({ name }) => name === `${first} ${second}`);
  if (own !== undefined) return own;
  throw UsageError.unknown(`verb of ${first}`, second, verb.verbs.map(({ name }) => name.slice(first.length + 1)));
}

/** The words that are neither options nor values of them. */
function wordsOf(args: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (!isFlag(arg)) words.push(arg);
    else if (takesValue(arg)) i++;
  }
  return words;
}

/** Whether the next word is the value of an option whose verb is not known yet: all verbs that have it agree. */
function takesValue(arg: string): boolean {
  const flags = VERBS.flatMap((verb) => [verb, ...verb.verbs ?? []]).flatMap((verb) => verb.flags)
    .filter(({ name, short }) => arg === `--${name}` || arg === `-${short}`);
  return flags.length > 0 && flags.every((flag) => flag.value !== null);
}

function splitFlag(arg: string, verb: Verb): { flag: Flag; inline: string | null } {
  const short = verb.flags.find((flag) => arg === `-${flag.short}`);
  if (short !== undefined) return { flag: short, inline: null };
  const [, name = arg, inline = null] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
  const flag = verb.flags.find((flag) => flag.name === name);
  if (flag !== undefined) return { flag, inline };
  throw UsageError.unknown(`option of ${verb.name}`, arg.split("=")[0]!, verb.flags.map((flag) => `--${flag.name}`));
}
