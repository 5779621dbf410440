/**
 * The runs of a tab that go on, so that a page which is loaded again goes on with them. The server ends those that no page
 * comes back for.
 *
 * @module
 */

/** A run that goes on. */
export interface KeptRun {
  /** Its id. */
  readonly run: string;
  /** What it gives. */
  readonly kind: "stream" | "bytes";
  /** What was done. */
  readonly title: string;
}

/** The runs of a source, the latest first; none if what was kept cannot be read. */
export function keptRuns(source: string): readonly KeptRun[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(source)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** Keeps the runs of a source, in place of those before. */
export function keepRuns(source: string, runs: readonly KeptRun[]): void {
  if (runs.length > 0) sessionStorage.setItem(keyOf(source), JSON.stringify(runs));
  else sessionStorage.removeItem(keyOf(source));
}

function keyOf(source: string): string {
  return `fluxwire-runs-${source}`;
}

function isKept(value: unknown): value is KeptRun {
  const { run, kind, title } = (value ?? {}) as Record<string, unknown>;
  return typeof run === "string" && (kind === "stream" || kind === "bytes") && typeof title === "string";
}
