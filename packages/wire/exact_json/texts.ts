/**
 * The exact JSON of texts: the texts themselves.
 *
 * @module
 */
import { type JsonForm, sameInJson } from "./form.ts";
import { mismatch, MismatchError, quoted } from "./mismatch.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Checks a text that UTF-8 can express.
 *
 * @throws {MismatchError} for any other value; a lone surrogate is refused, not replaced.
 */
export function textOf(value: unknown, expected = "text"): string {
  if (typeof value !== "string") throw mismatch(expected, value);
  if (!value.isWellFormed()) throw new MismatchError(`expected ${expected}, found a lone surrogate`);
  return value;
}

/** Text. */
export const TEXT: JsonForm = sameInJson((value) => textOf(value));

/** One Unicode character. */
export const CHARACTER: JsonForm = sameInJson((value) => {
  const text = textOf(value, "one character");
  if (!/^.$/su.test(text)) throw new MismatchError(`expected one character, found ${quoted(text)}`);
  return text;
});

/** A uuid, in lower case. */
export const UUID_TEXT: JsonForm = sameInJson((value) => {
  const text = textOf(value, "a uuid");
  if (!UUID.test(text)) throw new MismatchError(`expected a uuid, found ${quoted(text)}`);
  return text.toLowerCase();
});
