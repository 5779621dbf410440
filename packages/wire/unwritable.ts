/**
 * Errors about values that the wire cannot carry.
 *
 * @module
 */

/** Why a Uint8Array is refused that has lost its bytes: it would pass for an empty one. */
export const LOST_BYTES = "expected a Uint8Array, found one whose buffer was transferred or has shrunk";

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

/** A message that a frame cannot hold. */
export class TooLong extends Unwritable {}

/** A failure of the codec's instance, not of the value. */
export class InstanceError extends Error {}

/**
 * Adds a step to an error. Errors that a getter or a proxy of the message threw become an {@link Unwritable}; failures of
 * the instance stay unchanged.
 */
export function within(error: unknown, step: string): unknown {
  return error instanceof InstanceError ? error : unwritable(error).within(step);
}

/** An error that says where it was found, also of what a message's own code threw, which may be anything. */
export function unwritable(error: unknown): Unwritable {
  if (error instanceof Unwritable) return error;
  return new Unwritable(`expected a value, found one whose reading throws ${thrownText(error)}`, { cause: error });
}

/** What was thrown, as a text of one short line. */
export function thrownText(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : nameOf(error);
  } catch {
    return "what cannot be read either";
  }
}

/** Names a value for an error: its kind, and its text if that is short. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return `an object of ${String(value.constructor?.name ?? "no class").slice(0, 40)}`;
  if (typeof value === "string") {
    return value.length <= 40 ? JSON.stringify(value) : `text of ${value.length} characters`;
  }
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  return `${typeof value} ${String(value).slice(0, 40)}`;
}
