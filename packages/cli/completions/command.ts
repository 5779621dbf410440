/**
 * The command line as a shell's completion sees it, made from the table of verbs.
 *
 * @module
 */
import { LAYOUTS, ROLES, TYPE_NAMES } from "@fluxwire/wire";
import { ERROR_CODES } from "../errors/catalogue.ts";
import { COMMON_FLAGS, type Flag } from "../command/flags.ts";
import { camelCase, METHODS } from "../driver/method.ts";
import { PUBLISHED_SCHEMAS } from "../published_schemas.ts";
import type { Verb } from "../command/verb.ts";
import { VERBS } from "../verbs.ts";

/** The shells that have completions. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** What an option's value can be: one of some words, the name of a file or of a variable, or anything. */
export type ValueKind = { kind: "words"; words: readonly string[] } | { kind: "file" | "variable" | "any" };

/** An option. */
export interface CompletedFlag {
  /** `--layout`. */
  long: string;
  /** `-d`; null where it has none. */
  short: string | null;
  /** What it does. */
  help: string;
  /** What its value is; null for a switch. */
  value: ValueKind | null;
}

/** A verb; its name has two words where it is a verb of a verb, and is empty where none is given. */
export interface CompletedVerb {
  /** Its name. */
  name: string;
  /** What it does. */
  summary: string;
  /** What may stand behind it: verbs of its own, or what its argument can be. */
  words: readonly string[];
  /** Its options. */
  flags: readonly CompletedFlag[];
}

/** Every verb, the one without a name first. */
export function completedVerbs(): CompletedVerb[] {
  const verbs = VERBS.flatMap((verb) => [verb, ...verb.verbs ?? []]);
  const nameless = { ...completed(VERBS[0]), name: "", words: VERBS.map(({ name }) => name) };
  return [nameless, ...verbs.map(completed)];
}

/** Every option that has a value, as it is written: what stands behind it is no verb. */
export function valuedFlags(verbs: readonly CompletedVerb[]): string[] {
  const valued = verbs.flatMap(({ flags }) => flags).filter(({ value }) => value !== null);
  return [...new Set(valued.flatMap(({ long, short }) => short === null ? [long] : [long, short]))].sort();
}

/** Verbs that have verbs of their own. */
export function verbsWithVerbs(): string[] {
  return VERBS.filter(({ verbs }) => verbs !== undefined).map(({ name }) => name);
}

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  call: METHODS.map(camelCase),
  completions: SHELLS,
  describe: TYPE_NAMES,
  explain: ERROR_CODES,
  schema: Object.keys(PUBLISHED_SCHEMAS),
};

function completed(verb: Verb): CompletedVerb {
  const { name, summary, flags, verbs = [] } = verb;
  const words = verbs.length > 0 ? verbs.map((own) => own.name.slice(name.length + 1)) : ARGUMENTS[name] ?? [];
  const all = flags.length === 0 ? COMMON_FLAGS : flags;
  return { name, summary, words, flags: all.map(completedFlag) };
}

function completedFlag(flag: Flag): CompletedFlag {
  const short = flag.short === undefined ? null : `-${flag.short}`;
  return { long: `--${flag.name}`, short, help: flag.help, value: valueKind(flag) };
}

function valueKind({ name, value, help }: Flag): ValueKind | null {
  if (value === null) return null;
  if (name === "layout") {
    const others = ["auto", "all"].filter((word) => new RegExp(`\\b${word}\\b`).test(help));
    return { kind: "words", words: [...others, ...LAYOUTS] };
  }
  if (name === "role") return { kind: "words", words: ROLES };
  if (/^(FILE|PATH)$/.test(value)) return { kind: "file" };
  return { kind: /(^|-)env$/.test(name) ? "variable" : "any" };
}
