/**
 * The differences between a recording and its replay that are ignored.
 *
 * @module
 */

/** Values that differ between runs or machines, and tell nothing about the driver or the host. */
export const IGNORED_BY_DEFAULT: readonly string[] = [
  "body.serverVersion",
  "body.clientVersion",
  "body.authToken",
  "body.password",
  "body.sshSecret",
  "body.profileJson.id",
  "body.profileJson.driver_id",
  "**.executionTimeMs",
  "**.tsMs",
  "**.durationMs",
];

/** A step of a path: a key, or the index of an element. */
export type PathStep = string | number;

/** Paths that are not compared, including everything below them. */
export class IgnoredPaths {
  readonly #patterns: readonly { steps: readonly string[]; isAnywhere: boolean }[];
  /** The patterns as given. */
  readonly all: readonly string[];

  /**
   * Ignores every path that matches one of the patterns.
   *
   * @param patterns Paths as in differences, `body.result.rows[0][1]`; `*` matches any key or index, a leading `**.`
   * matches at any depth.
   */
  constructor(patterns: readonly string[]) {
    this.all = patterns;
    this.#patterns = patterns.map((pattern) => {
      const isAnywhere = pattern.startsWith("**.");
      return { steps: stepsOf(isAnywhere ? pattern.slice(3) : pattern), isAnywhere };
    });
  }

  /** Whether a field is not compared. */
  has(path: readonly PathStep[]): boolean {
    return this.#patterns.some(({ steps, isAnywhere }) => {
      const last = isAnywhere ? path.length - steps.length : 0;
      for (let from = 0; from <= last; from++) if (matches(steps, path, from)) return true;
      return false;
    });
  }
}

/** A path as people read it. */
export function pathText(path: readonly PathStep[]): string {
  return path.map((step, i) => typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`).join("");
}

function matches(steps: readonly string[], path: readonly PathStep[], from: number): boolean {
  return from + steps.length <= path.length &&
    steps.every((step, i) => step === "*" || step === String(path[from + i]));
}

function stepsOf(pattern: string): string[] {
  return pattern.replace(/\[([^\]]*)\]/g, ".$1").split(".").filter((step) => step !== "");
}
