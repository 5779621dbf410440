/**
 * Folding of a long message's spans.
 *
 * @module
 */
import type { Span } from "@fluxwire/wire";

/** Elements of a list from this index on are folded. */
const MAX_ELEMENTS = 16;

/** Consecutive spans that are not shown. */
export interface Fold {
  /** The first of them. */
  first: Span;
  /** The last of them. */
  last: Span;
  /** How many they are. */
  count: number;
}

/** The spans in order, with the later elements of lists folded. */
export function foldSpans(spans: readonly Span[]): (Span | Fold)[] {
  const shown: (Span | Fold)[] = [];
  for (const span of spans) {
    const before = shown.at(-1);
    if (!isLateElement(span)) shown.push(span);
    else if (before === undefined || !isFold(before)) shown.push({ first: span, last: span, count: 1 });
    else Object.assign(before, { last: span, count: before.count + 1 });
  }
  return shown;
}

/** Whether it is a fold. */
export function isFold(shown: Span | Fold): shown is Fold {
  return "count" in shown;
}

function isLateElement({ path }: Span): boolean {
  return path.matchAll(/\[(\d+)\]/g).some(([, index]) => Number(index) >= MAX_ELEMENTS);
}
