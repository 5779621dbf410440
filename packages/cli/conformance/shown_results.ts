/**
 * Which results of checks are shown, and in which order: what failed stands last, where a terminal ends.
 *
 * @module
 */
import { counted } from "@fluxwire/command";
import type { CheckResult, Verdict } from "@fluxwire/testing/conformance";

/** Results that are shown together: one by one, or as one line. */
export interface ShownResults {
  /** Those that have a line each. */
  lines: readonly CheckResult[];
  /** One line for all others; null if none is left. */
  folded: string | null;
}

/** The verdicts that are shown, and last what needs mending. */
const ORDER: readonly Verdict[] = ["skipped", "blocked", "expected-failure", "failed"];
/** Verdicts that follow from others, or say nothing about the driver. */
const FOLDED: ReadonlySet<Verdict> = new Set<Verdict>(["skipped", "blocked"]);

/** The results of each verdict in the order in which they are shown; those that passed are not. */
export function shownResults(results: readonly CheckResult[], isVerbose: boolean): ShownResults[] {
  return ORDER.flatMap((verdict): ShownResults[] => {
    const own = results.filter((result) => result.verdict === verdict);
    if (own.length === 0) return [];
    if (isVerbose || !FOLDED.has(verdict)) return [{ lines: own, folded: null }];
    return [{ lines: [], folded: foldedText(verdict, own, results) }];
  });
}

function foldedText(verdict: Verdict, own: readonly CheckResult[], results: readonly CheckResult[]): string {
  const head = `${verdict.padEnd(16)}  ${counted(own.length, "run")}`;
  const failed = [...new Set(results.filter((result) => result.verdict === "failed").map(({ id }) => id))];
  const why = verdict === "blocked" && failed.length === 1 ? ` behind ${failed[0]}` : "";
  return `${head}${why}; --verbose shows each, and why`;
}
