/**
 * The help texts, from the tables of verbs and options.
 *
 * @module
 */
import { COMMON_FLAGS, type Flag } from "./flags.ts";
import { TARGET, type Verb } from "./verb.ts";
import { VERBS } from "../verbs.ts";

const EXIT_CODES = `Exit codes: 0 done, 1 wrong usage, 2 unreachable or not started, 3 token refused, 4 protocol broken,
5 no common version or layout, 6 the driver answered with an error, 7 timed out, 8 a check failed, 9 a defect of ours.`;

/** The help of the whole command line. */
export function overview(): string {
  const verbs = table(VERBS.map(({ name, summary }) => [name, summary]));
  return `Talks to drivers of DBFlux.

Usage: probe [VERB] [ARGUMENTS] ${TARGET} [OPTIONS]

Verbs:
${verbs}

Options of every verb:
${flagTable(COMMON_FLAGS)}

${EXIT_CODES}
probe VERB --help says more about a verb.
`;
}

/** The help of one verb. */
export function verbHelp({ name, usage, summary, details, flags, verbs = [] }: Verb): string {
  const own = verbs.length === 0 ? "" : `\nVerbs:\n${table(verbs.map(({ name, summary }) => [name, summary]))}\n`;
  return `${summary}.

Usage: probe ${name} ${usage} [OPTIONS]

${details}
${own}
Options:
${flagTable(flags)}

${EXIT_CODES}
`;
}

function flagTable(flags: readonly Flag[]): string {
  return table(flags.map(({ name, value, help }) => [`--${name}${value === null ? "" : ` ${value}`}`, help]));
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
