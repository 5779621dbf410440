/**
 * The help texts of `fluxwire`, from the tables of parts, verbs and options.
 *
 * @module
 */
import { overviewText, verbText } from "@fluxwire/command/help";
import { DOORS } from "../doors.ts";
import { COMMON_FLAGS } from "./flags.ts";
import { commandOf, type Part, type Parts } from "./part.ts";
import type { Verb } from "./verb.ts";

/** The help of a part; that of `fluxwire` itself lists the other parts too. */
export async function overview(part: Part, parts: Parts): Promise<string> {
  const command = commandOf(part), isWhole = part.name === "";
  const others = isWhole ? await Promise.all(Object.values(parts).map((load) => load())) : [];
  const systems = Object.entries(DOORS).map(([name, { summary }]) => ({ name, summary }));
  return overviewText({
    summary: part.summary,
    usage: `${command} ${part.usage} [OPTIONS]`,
    lists: [
      ...isWhole ? [{ title: "Parts", entries: [...others, ...systems] }] : [],
      { title: isWhole ? "Words" : "Verbs", entries: part.verbs },
    ],
    flags: COMMON_FLAGS,
    more: isWhole
      ? `${command} PART --help, or ${command} help WORD, says more.`
      : `${command} VERB --help says more about a verb.`,
  });
}

/** The help of one verb. */
export async function verbHelp(part: Part, { name, usage, summary, details, flags }: Verb): Promise<string> {
  return verbText({
    summary,
    usage: [commandOf(part), name, usage, "[OPTIONS]"].filter((word) => word !== "").join(" "),
    details: typeof details === "string" ? details : await details(),
    flags,
  });
}
