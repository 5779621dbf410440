/**
 * The totals of a run of checks.
 *
 * @module
 */
import type { Stale } from "../expectations.ts";
import { type CheckResult, type Verdict, VERDICTS } from "../runner/verdict.ts";

/** Totals of a run: checks in layouts, by verdict. */
export interface Summary extends Record<Verdict, number> {
  /** The number of different checks. */
  checks: number;
  /** How often one came out in a layout: what the verdicts count. */
  runs: number;
  /** In how many layouts. */
  layouts: number;
  /** Whether it was ended early, so that checks are missing. */
  interrupted: boolean;
  /** Lines of the file of expected failures that no longer hold. */
  stale: readonly Stale[];
  /** How long the run took, in milliseconds. */
  ms: number;
}

/**
 * Counts results.
 *
 * @param interrupted Whether the run was ended before all checks were run.
 */
export function summaryOf(
  results: readonly CheckResult[],
  stale: readonly Stale[],
  ms: number,
  { interrupted = false }: { interrupted?: boolean } = {},
): Summary {
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<Verdict, number>;
  return {
    checks: new Set(results.map(({ id }) => id)).size,
    runs: results.length,
    layouts: new Set(results.map(({ layout }) => layout)).size,
    interrupted,
    ...counts,
    stale,
    ms,
  };
}

/** Whether no check failed and no line is stale. */
export function isClean({ failed, stale }: Summary): boolean {
  return failed === 0 && stale.length === 0;
}

/**
 * The totals in a line: `203 checks: 180 passed, 1 failed, 22 skipped`; in several layouts
 * `406 runs of 203 checks in 2 layouts: ...`. The verdicts count runs.
 */
export function summaryText(summary: Summary): string {
  const words: Readonly<Record<Verdict, string>> = {
    "passed": "passed",
    "failed": "failed",
    "skipped": "skipped",
    "blocked": "blocked",
    "expected-failure": "failed as expected",
  };
  const counts = VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) =>
    `${summary[verdict]} ${words[verdict]}`
  );
  const stale = summary.stale.length > 0 ? [`${summary.stale.length} stale`] : [];
  const { checks, runs, layouts, interrupted } = summary;
  const what = runs === checks ? `${checks} checks` : `${runs} runs of ${checks} checks in ${layouts} layouts`;
  const end = interrupted ? "; interrupted, so checks are missing" : "";
  return `${what}: ${[...counts, ...stale].join(", ") || "none was run"}${end}`;
}
