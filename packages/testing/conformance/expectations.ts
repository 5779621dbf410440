/**
 * Failures that are known: a file with one check a line, and what became of its lines.
 *
 * @module
 */
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import type { CheckResult } from "./runner/verdict.ts";

/** A line of the file. */
export interface Expectation {
  /** The check that is expected to fail. */
  id: string;
  /** The layouts in which it does; null for all. */
  layouts: readonly Layout[] | null;
  /** Where it stands, from 1. */
  line: number;
}

/** A line that says nothing that is true any more. */
export interface Stale {
  /** The check that it names. */
  id: string;
  /** Where it stands, from 1. */
  line: number;
  /** What is the matter. */
  message: string;
}

/**
 * Reads such a file: on each line the id of a check, then layouts where it is not all of them, then `#` and the reason.
 *
 * @throws {SyntaxError} for a line that has something else.
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
 * Turns failures that are expected into such.
 *
 * @param ids Every check that there is.
 * @returns The results, and the lines that are stale: of checks that passed in a layout, or that do not exist.
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
    if (!ids.includes(id)) return [{ id, line, message: "there is no such check" }];
    const passed = judged.filter((result) => result.verdict === "passed" && isMeant(expectation, result));
    if (passed.length === 0) return [];
    return [{ id, line, message: `it passes in layout ${passed.map(({ layout }) => layout).join(", ")}` }];
  });
  return { results: judged, stale };
}
