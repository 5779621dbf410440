/**
 * The help texts of a command line.
 *
 * @module
 */
import { exitCodeTable } from "./exit_codes.ts";
export { fitHelp } from "./fit_help.ts";
import type { Dash, Flag } from "./flags.ts";

/** What has a line of its own in a list. */
export interface Summarised {
  /** Its name. */
  readonly name: string;
  /** What it is for, in one line. */
  readonly summary: string;
}

/** A list of an overview. */
export interface HelpList {
  /** What stands above it. */
  readonly title: string;
  /** Its lines. */
  readonly entries: readonly Summarised[];
}

/** What the help of a whole program says. */
export interface Overview {
  /** What the program is for, in one line. */
  readonly summary: string;
  /** How it is called. */
  readonly usage: string;
  /** Its verbs, and what else may follow its name. */
  readonly lists: readonly HelpList[];
  /** The options of every verb. */
  readonly flags: readonly Flag[];
  /** How to learn more. */
  readonly more: string;
  /**
   * What its options begin with.
   *
   * @default {"--"}
   */
  readonly dash?: Dash;
}

/** The help of a program. */
export function overviewText({ summary, usage, lists, flags, more, dash }: Overview): string {
  const sections = lists.map(({ title, entries }) => {
    return `${title}:\n${table(entries.map(({ name, summary }) => [name, summary]))}\n`;
  });
  return [
    `${summary}.\n`,
    `Usage: ${usage}\n`,
    ...sections,
    ...flags.length === 0 ? [] : [`Options of every verb:\n${flagTable(flags, dash)}\n`],
    `${exitCodes()}\n`,
    `${more}\n`,
  ].join("\n");
}

/** What the help of a verb says. */
export interface VerbHelp {
  /** What it is for, in one line. */
  readonly summary: string;
  /** How it is called. */
  readonly usage: string;
  /** Further paragraphs; empty for none. */
  readonly details: string;
  /** Its options. */
  readonly flags: readonly Flag[];
  /**
   * What they begin with.
   *
   * @default {"--"}
   */
  readonly dash?: Dash;
}

/** The help of a verb. */
export function verbText({ summary, usage, details, flags, dash }: VerbHelp): string {
  return [
    `${summary}.\n`,
    `Usage: ${usage}\n`,
    ...details === "" ? [] : [`${details}\n`],
    `Options:\n${flagTable(flags, dash)}\n`,
    `${exitCodes()}\n`,
  ].join("\n");
}

function exitCodes(): string {
  return `Exit codes:\n${table(exitCodeTable())}`;
}

/** A line for each option. */
export function flagTable(flags: readonly Flag[], dash: Dash = "--"): string {
  return table(flags.map(({ name, short, value, isOptional, help }) => {
    const names = [`${dash}${name}`, ...short === undefined ? [] : [`-${short}`]].join(", ");
    return [value === null ? names : `${names} ${isOptional ? `[${value}]` : value}`, help];
  }));
}

/** Rows of two columns, the second one aligned. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join("\n");
}
