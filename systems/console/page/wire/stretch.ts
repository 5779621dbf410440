/**
 * A stretch of time as words of the filter.
 *
 * @module
 */

/** From one second up to another. */
export interface Stretch {
  /** Its first second. */
  readonly from: number;
  /** The second after its last one. */
  readonly to: number;
}

const WORDS = /(^|\s)ms>=(\d+) ms<(\d+)(?=\s|$)/;

/** The stretch that a filter has; null if it has another form. */
export function stretchOf(filter: string): Stretch | null {
  const [, , from, to] = WORDS.exec(filter) ?? [];
  return from === undefined ? null : { from: Number(from) / 1_000, to: Number(to) / 1_000 };
}

/** A filter for a stretch, in place of the one that it has. */
export function withStretch(filter: string, { from, to }: Stretch): string {
  return `${withoutStretch(filter)} ms>=${from * 1_000} ms<${to * 1_000}`.trim();
}

/** A filter without a stretch. */
export function withoutStretch(filter: string): string {
  return filter.replace(WORDS, "").trim();
}

/** A stretch for people. */
export function stretchText({ from, to }: Stretch): string {
  return `${from} s to ${to} s`;
}
