/**
 * Lengths of time in words.
 *
 * @module
 */

/** Milliseconds as people read them: `1.8 ms`, `12 s`, `3 min`. */
export function durationText(ms: number): string {
  if (ms < 10) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1_000)} s`;
  return `${Math.round(ms / 60_000).toLocaleString("en")} min`;
}
