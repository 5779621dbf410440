/**
 * The order of results: those that failed first.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";

const ORDER: readonly string[] = ["failed", "expected-failure", "blocked", "skipped", "passed"];

/** The results, failed ones first, those of one verdict as they came. */
export function failedFirst(results: readonly ShownCheck[]): ShownCheck[] {
  return results.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

/** A verdict in a word. */
export function verdictWord(verdict: string): string {
  return verdict === "expected-failure" ? "expected" : verdict;
}

/** How many there are of each verdict, in words: `12 passed, 1 failed`. */
export function verdictsOf(results: readonly ShownCheck[]): string {
  const byVerdict = Map.groupBy(results, ({ verdict }) => verdict);
  const known = ORDER.toReversed().filter((verdict) => byVerdict.has(verdict));
  return known.map((verdict) => `${byVerdict.get(verdict)!.length} ${verdictWord(verdict)}`).join(", ");
}
