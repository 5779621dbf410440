/**
 * The help texts, from the tables of parts, verbs and options.
 *
 * @module
 */
import { DOORS } from "../doors.ts";
import { exitCodeTable } from "./exit_codes.ts";
import { COMMON_FLAGS, type Flag } from "./flags.ts";
import { commandOf, type Part, type Parts } from "./part.ts";
import type { Verb } from "./verb.ts";

/** The help of a part; that of `fluxwire` itself lists the other parts too. */
export async function overview(part: Part, parts: Parts): Promise<string> {
  const command = commandOf(part);
  const verbs = `${part.name === "" ? "Words" : "Verbs"}:\n${summaries(part.verbs)}`;
  const others = part.name === "" ? await Promise.all(Object.values(parts).map((load) => load())) : [];
  const systems = Object.entries(DOORS).map(([name, { summary }]) => ({ name, summary }));
  const lists = others.length === 0 ? verbs : `Parts:\n${summaries([...others, ...systems])}\n\n${verbs}`;
  const more = others.length === 0 ? `${command} VERB --help says more about a verb.` : (
    `${command} PART --help, or ${command} help WORD, says more.`
  );
  return `${part.summary}.

Usage: ${command} ${part.usage} [OPTIONS]

${lists}

Options of every verb:
${flagTable(COMMON_FLAGS)}

${EXIT_CODES}

${more}
`;
}

/** The help of one verb. */
export async function verbHelp(part: Part, { name, usage, summary, details, flags }: Verb): Promise<string> {
  const line = [commandOf(part), name, usage, "[OPTIONS]"].filter((word) => word !== "").join(" ");
  return `${summary}.

Usage: ${line}

${typeof details === "string" ? details : await details()}

Options:
${flagTable(flags)}

${EXIT_CODES}
`;
}

const EXIT_CODES = `Exit codes:\n${table(exitCodeTable())}`;

function summaries(named: readonly { name: string; summary: string }[]): string {
  return table(named.map(({ name, summary }) => [name, summary]));
}

function flagTable(flags: readonly Flag[]): string {
  return table(flags.map(({ name, value, help }) => [`--${name}${value === null ? "" : ` ${value}`}`, help]));
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
