/**
 * Writes composed statements in a dialect.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import type { Parameter, Sql } from "./sql.ts";
import { literal } from "./value_text.ts";

/** A statement's text, with placeholders for its values. */
export interface Rendered {
  /** The text. */
  readonly text: string;
  /** The values of its placeholders, in order. */
  readonly parameters: readonly Parameter[];
}

/**
 * A statement's text, in which placeholders stand for the values, and these values in their order.
 *
 * @throws {DriverError} `InvalidRequest` for a name that is too long, a name or text that has a NUL, for too many
 *   parameters, and for a value that is only a description of what is stored.
 */
export function render(statement: Sql, dialect: Dialect): Rendered {
  const parameters: Parameter[] = [];
  const text = write(statement, dialect, (parameter) => {
    checkValue(parameter);
    parameters.push(parameter);
    return dialect.placeholder.replace("{n}", String(parameters.length));
  });
  checkText(text);
  checkCount(parameters.length, dialect);
  return { text, parameters };
}

/** The statement with its values inserted, for people to read and run. Throws the errors of {@link render}. */
export function inlined(statement: Sql, dialect: Dialect): string {
  return write(statement, dialect, ({ value }) => literal(value, dialect));
}

/**
 * A name in the quotes of the dialect, which are doubled inside it.
 *
 * @throws {DriverError} `InvalidRequest` for a name that has a NUL, or more bytes of UTF-8 than the dialect's `maxNameBytes`.
 */
export function quoted(name: string, dialect: Dialect): string {
  const { quotes: [open, close], maxNameBytes } = dialect;
  if (name.includes("\0")) throw new DriverError("InvalidRequest", "Cannot use a name: it has a NUL character");
  if (maxNameBytes !== null && name.length > maxNameBytes / 3) {
    const bytes = new TextEncoder().encode(name).length;
    if (bytes > maxNameBytes) {
      const limit = `${dialect.name} cuts names after ${maxNameBytes}`;
      throw new DriverError("InvalidRequest", `Cannot use the name ${name}: it has ${bytes} bytes, and ${limit}`);
    }
  }
  return `${open}${name.replaceAll(close, close + close)}${close}`;
}

/**
 * Checks a text: libraries cut it at a NUL, and run the rest as if it were all.
 *
 * @throws {DriverError} `InvalidRequest` for one that has a NUL.
 */
export function checkText(text: string): void {
  if (text.includes("\0")) throw new DriverError("InvalidRequest", "Cannot run statement: it has a NUL character");
}

/**
 * Checks how many parameters a statement has.
 *
 * @throws {DriverError} `InvalidRequest` for too many.
 */
export function checkCount(count: number, { name, maxParameters }: Dialect): void {
  if (maxParameters === null || count <= maxParameters) return;
  throw new DriverError(
    "InvalidRequest",
    `Cannot run statement: it has ${count} parameters, and ${name} takes at most ${maxParameters}`,
  );
}

function write(statement: Sql, dialect: Dialect, place: (parameter: Parameter) => string): string {
  let text = "";
  for (const piece of statement.pieces) {
    if (typeof piece === "string") text += piece;
    else if ("parameter" in piece) text += place(piece.parameter);
    else text += piece.names.map((name) => quoted(name, dialect)).join(".");
  }
  return text;
}

/**
 * Checks that a value is more than a description: what could not be shown exactly must neither find a row nor be written.
 *
 * @throws {DriverError} `InvalidRequest` if it is one.
 */
export function checkValue({ value }: Pick<Parameter, "value">): void {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  if (Array.isArray(value) || value instanceof Map) {
    for (const part of value.values()) checkValue({ value: part });
    return;
  }
  if (value.type !== "Unsupported") return;
  throw new DriverError(
    "InvalidRequest",
    `Cannot use the value ${value.value}: it describes what is stored, and is not the stored value itself`,
  );
}
