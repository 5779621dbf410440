/**
 * Fills the forms of a dialect.
 *
 * @module
 */
import type { Form } from "./dialect.ts";
import { join, raw, type Sql } from "./sql.ts";

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
