/**
 * Errors about values that the wire cannot carry.
 *
 * @module
 */

/** A value that the wire cannot carry; the path grows while the error propagates. */
export class Unwritable extends Error {
  /** The path to the value. */
  path = "";

  /** Puts a step in front of the path. */
  within(step: string): this {
    const joint = this.path === "" || this.path.startsWith("[") ? "" : ".";
    this.path = `${step}${joint}${this.path}`;
    return this;
  }
}

/** Adds a step to an Unwritable error; returns other errors unchanged. */
export function within(error: unknown, step: string): unknown {
  return error instanceof Unwritable ? error.within(step) : error;
}

/** Names a value for an error: its kind, and its text if that is short. */
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
