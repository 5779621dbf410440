/**
 * The command line as shell completion needs it, made from the parts and their verbs.
 *
 * @module
 */
import { TYPE_NAMES } from "@fluxwire/wire";
import type { Dash, Flag } from "@fluxwire/command";
import type { Part, Parts } from "../command/part.ts";
import type { Verb } from "../command/verb.ts";
import { type Door, DOORS } from "../doors.ts";
import { camelCase, METHODS } from "../driver/method.ts";
import { ERROR_CODES } from "../errors/catalogue.ts";
import { PUBLISHED_SCHEMAS } from "../published_schemas.ts";
import { SYSTEM_VERBS } from "./system_verbs.ts";

/** The shells that have completions. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** The kind of an option's value: one of some words, the name of a file or of a variable, or anything. */
export type ValueKind = { kind: "words"; words: readonly string[] } | { kind: "file" | "variable" | "any" };

/** An option. */
export interface CompletedFlag {
  /** `--layout`; of some systems with one dash. */
  long: string;
  /** `-d`; null for none. */
  short: string | null;
  /** What it does. */
  help: string;
  /** What its value is; null for a switch. */
  value: ValueKind | null;
}

/** What may follow some words: a part, a verb, or nothing yet. */
export interface CompletedVerb {
  /** The words before, possibly none: `probe`, `probe ping`. */
  name: string;
  /** What they do; null if only their own program knows. */
  summary: string | null;
  /** What may follow them: parts, verbs, or kinds of arguments. */
  words: readonly string[];
  /** Whether files may follow too, as arguments. */
  takesFiles: boolean;
  /** The options. */
  flags: readonly CompletedFlag[];
}

/** A command line to complete. */
export interface CompletedCommand {
  /** The command's name: `fluxwire`, or an alias. */
  name: string;
  /** What may follow which words, first without words. */
  verbs: readonly CompletedVerb[];
  /** The words that verbs follow. */
  parts: readonly string[];
}

/**
 * A command line, whose first word is a part, or a verb if the command is an alias of a part.
 *
 * @param name The command's name.
 * @param part The part that the command runs: `fluxwire` itself has the other parts too.
 */
export async function completedCommand(name: string, part: Part, parts: Parts): Promise<CompletedCommand> {
  const others = part.name === "" ? await Promise.all(Object.values(parts).map((load) => load())) : [];
  const systems = part.name === "" ? Object.entries(DOORS) : [];
  const names = [...others.map((other) => other.name), ...systems.map(([name]) => name)];
  const own = completedPart(part, names).map((verb) =>
    verb.name !== "help" ? verb : {
      ...verb,
      words: [...names, ...verb.words],
    }
  );
  return {
    name,
    verbs: [
      ...own,
      ...others.flatMap((other) => prefixed(other.name, completedPart(other))),
      ...systems.flatMap(([name, door]) => prefixed(name, completedSystem(name, door))),
    ],
    parts: names,
  };
}

/** Every option with a value, as it is typed: the word after it is not a verb. */
export function valuedFlags(verbs: readonly CompletedVerb[]): string[] {
  const valued = verbs.flatMap(({ flags }) => flags).filter(({ value }) => value !== null);
  return [...new Set(valued.flatMap(({ long, short }) => short === null ? [long] : [long, short]))].sort();
}

/** What a word after others does; undefined for an argument. */
export function summaryOf(word: string, behind: CompletedVerb, { verbs }: CompletedCommand): string | undefined {
  const name = behind.name === "" ? word : `${behind.name} ${word}`;
  return verbs.find((verb) => verb.name === name)?.summary ?? undefined;
}

const ARGUMENTS: Readonly<Record<string, (part: Part) => readonly string[]>> = {
  call: () => METHODS.map(camelCase),
  completions: () => SHELLS,
  describe: () => TYPE_NAMES,
  explain: () => ERROR_CODES,
  help: ({ verbs }) => verbs.map(({ name }) => name),
  schema: () => Object.keys(PUBLISHED_SCHEMAS),
};

function completedPart(part: Part, others: readonly string[] = []): CompletedVerb[] {
  const { summary, verbs, defaultVerb } = part;
  const words = [...others, ...verbs.map(({ name }) => name)];
  const own = verbs.map((verb) => {
    const { name, summary, flags } = verb;
    return {
      name,
      summary,
      words: ARGUMENTS[name]?.(part) ?? [],
      takesFiles: takesFiles(verb),
      flags: flags.map((flag) => completedFlag(flag)),
    };
  });
  return [
    { name: "", summary, words, takesFiles: false, flags: defaultVerb.flags.map((flag) => completedFlag(flag)) },
    ...own,
  ];
}

/** A system and its verbs. */
function completedSystem(name: string, { summary }: Door): CompletedVerb[] {
  const { dash, defaultVerb, verbs } = SYSTEM_VERBS[name]!;
  const names = verbs.map((verb) => verb.name);
  const own = verbs.map(({ name, summary, flags }): CompletedVerb => {
    return { name, summary, words: [], takesFiles: true, flags: flags.map((flag) => completedFlag(flag, dash)) };
  });
  const flags = own.find((verb) => verb.name === defaultVerb)?.flags ?? [];
  return [
    { name: "", summary, words: [...names, "help", "version"], takesFiles: false, flags },
    ...own,
    { name: "help", summary: null, words: names, takesFiles: false, flags: [] },
    { name: "version", summary: null, words: [], takesFiles: false, flags: [] },
  ];
}

/** Whether a usage line has a file among its arguments, not only as the value of an option: `[--hex H | FILE]`. */
function takesFiles({ usage }: Verb): boolean {
  return /\b(FILE|RECORDING)\b/.test(usage.replaceAll(/--[\w-]+ [A-Z@|-]+/g, ""));
}

function prefixed(part: string, verbs: readonly CompletedVerb[]): CompletedVerb[] {
  return verbs.map((verb) => ({ ...verb, name: `${part} ${verb.name}`.trimEnd() }));
}

function completedFlag(flag: Flag, dash: Dash = "--"): CompletedFlag {
  const short = flag.short === undefined ? null : `-${flag.short}`;
  return { long: `${dash}${flag.name}`, short, help: flag.help, value: valueKind(flag) };
}

function valueKind({ name, value, choices }: Flag): ValueKind | null {
  if (value === null) return null;
  if (choices !== undefined) return { kind: "words", words: choices };
  if (/^(FILE|PATH|DIR|FOLDER|CONTROL)$/.test(value)) return { kind: "file" };
  return { kind: /(^|-)env$/.test(name) ? "variable" : "any" };
}
