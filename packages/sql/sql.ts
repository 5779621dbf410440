/**
 * Composes statements from fixed text, names and values, and keeps these apart.
 *
 * @module
 */
import type { Value } from "@fluxwire/sdk";
import type { Form } from "./dialect.ts";

/** A value beside a statement. */
export interface Parameter {
  /** The value. */
  readonly value: Value;
  /** The name of the type that it is sent for, such as `jsonb`; null if unknown. */
  readonly type: string | null;
}

/** What a statement consists of: fixed text, a name of one or several parts, or a value. */
export type Piece = string | { readonly names: readonly string[] } | { readonly parameter: Parameter };

/** A piece of a statement, of any length. Create it with {@link sql}; a dialect decides how it is written. */
export class Sql {
  /** Its pieces, in order. */
  readonly pieces: readonly Piece[];

  /**
   * A piece of a statement.
   *
   * @param pieces Its own pieces, in order.
   */
  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }
}

/**
 * A piece of a statement: the text between `${` and `}` is a value of the statement, unless it is a piece itself.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { dialect, name, render, sql } from "@fluxwire/sql";
 *
 * const piece = sql`SELECT * FROM ${name("main", "users")} WHERE id = ${7n}`;
 * const { text, parameters } = render(piece, dialect({ name: "SQLite" }));
 * deepStrictEqual(text, `SELECT * FROM "main"."users" WHERE id = ?`);
 * deepStrictEqual(parameters, [{ value: 7n, type: null }]);
 * ```
 */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | Value)[]): Sql {
  return new Sql([
    texts[0]!,
    ...parts.flatMap((part, i) => [...(part instanceof Sql ? part : value(part)).pieces, texts[i + 1]!]),
  ]);
}

/** A piece of unchanged text. Text of users belongs here only where it is the user's own statement or condition. */
export function raw(text: string): Sql {
  return new Sql([text]);
}

/** A quoted name, or several parts joined with dots, such as schema and table. */
export function name(...names: readonly string[]): Sql {
  return new Sql([{ names }]);
}

/** A value, and the name of its type if that is known. */
export function value(own: Value, type: string | null = null): Sql {
  return new Sql([{ parameter: { value: own, type } }]);
}

/** The pieces of a statement joined by a separator, which is SQL as it stands. */
export function join(pieces: readonly Sql[], between: string): Sql {
  return new Sql(pieces.flatMap((piece, i) => i === 0 ? piece.pieces : [between, ...piece.pieces]));
}

/** A list of names with commas between them; each is quoted when the statement is rendered. */
export function nameList(names: Iterable<string>): Sql {
  return join([...names].map((one) => name(one)), ", ");
}

/** An empty piece of a statement, for a clause that is left out. */
export const NOTHING: Sql = new Sql([]);

/** The parts that a form can have, by the names of their places. */
export type FormParts = Readonly<Record<string, () => Sql>>;

/**
 * A form with its parts. Only the parts that the form names are made.
 *
 * @throws {TypeError} for a place that has no part.
 */
export function fill(form: Form, parts: FormParts): Sql {
  const pieces = form.split(/(\{[a-z]+\})/).map((text) => {
    if (!/^\{[a-z]+\}$/.test(text)) return raw(text);
    const place = text.slice(1, -1);
    if (!Object.hasOwn(parts, place)) throw new TypeError(`Cannot fill ${JSON.stringify(form)}: it has no ${place}`);
    return parts[place]!();
  });
  return join(pieces, "");
}

/** A column in a form of its own, or else as it is. */
export function inForm(form: Form | undefined, column: Sql): Sql {
  return form === undefined ? column : fill(form, { column: () => column });
}
