/**
 * The help of `fluxwire jumpstarter`.
 *
 * @module
 */
import { table } from "./table.ts";
import type { Verb } from "./verb.ts";

/** All verbs. */
export function overview(verbs: readonly Verb[]): string {
  const rows = verbs.map(({ name, usage, summary }) => [`${name} ${usage}`, summary] as const);
  return `Offers devices to Jumpstarter's clients, and uses devices that others offer.

Usage: fluxwire jumpstarter VERB [ARGS] [FLAGS]

${table(rows)}
Each verb takes --help.
`;
}

/** One verb. */
export function verbHelp({ name, usage, summary, flags }: Verb): string {
  const rows = flags.map(({ name, value, short, help }) => {
    const names = [`--${name}`, ...short === undefined ? [] : [`-${short}`]].join(", ");
    return [value === null ? names : `${names} ${value}`, help] as const;
  });
  return `${summary}.\n\nUsage: fluxwire jumpstarter ${name} ${usage}\n\n${table(rows)}`;
}
