/**
 * The help of `fluxwire nx`.
 *
 * @module
 */
import type { Verb } from "./verb.ts";

/** All verbs. */
export function overview(verbs: readonly Verb[]): string {
  const rows = verbs.map(({ name, usage, summary }) => [`${name} ${usage}`, summary] as const);
  return `Runs drivers of NX devices, and routes commands of children to their hubs.

Usage: fluxwire nx [VERB] [ARGS] [FLAGS]

${table(rows)}
Without a verb it is run. Flags have one dash or two. Each verb takes -help.
An ID that begins with a dash stands after --, and the flags before it: restart -control PATH -- -x
`;
}

/** One verb. */
export function verbHelp({ name, usage, summary, flags }: Verb): string {
  const rows = flags.map(({ name, value, short, help }) => {
    const names = [`-${name}`, ...short === undefined ? [] : [`-${short}`]].join(", ");
    return [value === null ? names : `${names} ${value}`, help] as const;
  });
  return `${summary}.\n\nUsage: fluxwire nx ${name} ${usage}\n\n${table(rows)}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("");
}
