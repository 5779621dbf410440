/** Reading TOML. */
import { parse, TomlError } from "npm:smol-toml@1.9.1";

/** A text that is not TOML: where, and why. The message has no part of the text. */
export class TomlTextError extends Error {
  override readonly name = "TomlTextError";

  /** Makes one. Lines and columns count from 1. */
  constructor(readonly line: number, readonly column: number, readonly reason: string) {
    super(`line ${line}, column ${column}: ${reason}`);
  }
}

/** A value of TOML; times become text. */
export type Toml = string | number | boolean | readonly Toml[] | TomlTable;

/** A table of TOML. */
export interface TomlTable {
  readonly [key: string]: Toml;
}

/**
 * The table that a text of TOML is.
 *
 * @throws {TomlTextError}
 */
export function parseToml(text: string): TomlTable {
  try {
    return simple(parse(text)) as TomlTable;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    throw new TomlTextError(error.line, error.column, reason);
  }
}

function simple(value: unknown): Toml {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(simple);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, simple(one)]));
  }
  return value as Toml;
}
