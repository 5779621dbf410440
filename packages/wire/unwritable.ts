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

/** A message of which no frame could hold what it has. */
export class TooLong extends Unwritable {}

/** The codec's instance failed: no fault of the value. */
export class InstanceError extends Error {}

/**
 * An error seen from one step further out. What a getter or a proxy of the message threw becomes an {@link Unwritable};
 * the instance's own failures stay as they are.
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

/** What a value is, for an error: its kind, and its text where that is short and not a secret's. */
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
