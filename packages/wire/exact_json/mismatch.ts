/**
 * Errors about values, which collect their path while they propagate.
 *
 * @module
 */

/** A value that does not fit its declared type. */
export class MismatchError extends Error {
  /** The class's name. */
  override readonly name = "MismatchError";
  readonly #steps: string[] = [];

  /** Adds one step to the front of the path. */
  within(step: string): this {
    this.#steps.push(step);
    return this;
  }

  /** The path from the envelope to the value: `body.result.rows[0][1]`. */
  get path(): string {
    return this.#steps.toReversed().join("").replace(/^\./, "");
  }
}

/** Adds a step to a MismatchError; returns other errors unchanged. */
export function within(error: unknown, step: string): unknown {
  return error instanceof MismatchError ? error.within(step) : error;
}

/** The step into a key: `.name`, or `["a name"]` if it is not an identifier. */
export function keyStep(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key.length <= 40 ? `.${key}` : `[${quoted(key)}]`;
}

/** A text in quotation marks, shortened to 40 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** An error that names the kind of the found value, but not its content, which may be a secret in the wrong place. */
export function mismatch(expected: string, found: unknown): MismatchError {
  return new MismatchError(`expected ${expected}, found ${kindOf(found)}`);
}

/** Checks that a value is a JSON object. */
export function objectOf(json: unknown, expected: string): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw mismatch(expected, json);
  return json as Record<string, unknown>;
}

function kindOf(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "boolean":
      return "a boolean";
    case "number":
      return "a number";
    case "bigint":
      return "an integer";
    case "string":
      return "text";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return "a list";
      if (value instanceof Uint8Array) return "bytes";
      return value instanceof Map ? "a map" : "an object";
    default:
      return `a ${typeof value}`;
  }
}
