/**
 * Values that have no form on the wire.
 *
 * @module
 */

/** A value that has no form on the wire; the path grows while the error unwinds. */
export class Unwritable extends Error {
  /** From the failing call outwards. */
  path = "";

  /** Puts a step in front of the path. */
  within(step: string): this {
    const joint = this.path === "" || this.path.startsWith("[") ? "" : ".";
    this.path = `${step}${joint}${this.path}`;
    return this;
  }
}

/** An error seen from one step further out; other errors stay as they are. */
export function within(error: unknown, step: string): unknown {
  return error instanceof Unwritable ? error.within(step) : error;
}

/** What a value is, for an error: its kind, and its text where that is short and not a secret's. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return `an object of ${value.constructor?.name ?? "no class"}`;
  if (typeof value === "string") {
    return value.length <= 40 ? JSON.stringify(value) : `text of ${value.length} characters`;
  }
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  return `${typeof value} ${String(value).slice(0, 40)}`;
}
