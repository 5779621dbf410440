/**
 * Known failures: a file with one check a line, and whether its lines still hold.
 *
 * @module
 */
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import type { CheckResult } from "./runner/verdict.ts";

/** A line of the file. */
export interface Expectation {
  /** The check that is expected to fail. */
  id: string;
  /** The layouts in which it fails; null for all. */
  layouts: readonly Layout[] | null;
  /** The number of its line, from 1. */
  line: number;
}

/** A line that no longer holds. */
export interface Stale {
  /** The check that it names. */
  id: string;
  /** The number of its line, from 1. */
  line: number;
  /** Why it is stale. */
  message: string;
}

/**
 * Reads such a file: each line has the id of a check, the layouts unless it is all of them, then `#` and the reason.
 *
 * @throws {SyntaxError} for any other line.
 */
export function parseExpectations(text: string): Expectation[] {
  return text.split("\n").flatMap((whole, i) => {
    const [id, ...layouts] = whole.replace(/#.*$/, "").trim().split(/\s+/);
    if (!id) return [];
    const unknown = layouts.find((layout) => !LAYOUTS.includes(layout as Layout));
    if (unknown !== undefined) {
      throw new SyntaxError(`Line ${i + 1}: ${unknown} is no layout; write an id, layouts, and # before the reason`);
    }
    return [{ id, layouts: layouts.length === 0 ? null : layouts as Layout[], line: i + 1 }];
  });
}

/**
 * Marks expected failures as such.
 *
 * @param ids The ids of all checks.
 * @returns The results, and the stale lines: of checks that passed in a layout, or that do not exist.
 */
export function applyExpectations(
  results: readonly CheckResult[],
  expectations: readonly Expectation[],
  ids: readonly string[],
): { results: CheckResult[]; stale: Stale[] } {
  const isMeant = ({ id, layouts }: Expectation, result: CheckResult) =>
    id === result.id && (layouts === null || layouts.includes(result.layout));
  const judged = results.map((result): CheckResult => {
    const isExpected = expectations.some((expectation) => isMeant(expectation, result));
    return result.verdict === "failed" && isExpected ? { ...result, verdict: "expected-failure" } : result;
  });
  const stale = expectations.flatMap((expectation): Stale[] => {
    const { id, line } = expectation;
    if (!ids.includes(id)) return [{ id, line, message: "no check has this id" }];
    const passed = judged.filter((result) => result.verdict === "passed" && isMeant(expectation, result));
    if (passed.length === 0) return [];
    return [{ id, line, message: `it passes in layout ${passed.map(({ layout }) => layout).join(", ")}` }];
  });
  return { results: judged, stale };
}
