/**
 * The values of a form, from the texts that a host sends.
 *
 * @module
 */
import { isEnabled } from "./conditions.ts";
import type { Field } from "./field.ts";

/** The id of the field whose value the real client sends separately and keeps secret (PROTOCOL.md#form-values). */
export const PASSWORD_ID = "password";

/** The result of reading a form: values of type `V`, or every problem by field id. */
export type FormReading<V> = { values: V; password: string | null } | { problems: ReadonlyMap<string, string> };

/**
 * Reads every field, in the form's order.
 *
 * @param texts The texts that the host sent, by id; missing fields have their default.
 * @param password The password that the host sent separately; null if absent.
 */
export function readValues(
  fields: readonly [string, Field<unknown, string>][],
  texts: ReadonlyMap<string, string>,
  password: string | null,
): FormReading<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const problems = new Map<string, string>();
  const defaults = new Map(fields.map(([id, { options }]) => [id, options.default ?? ""]));
  const textOf = (id: string): string => id === PASSWORD_ID ? password ?? "" : texts.get(id) ?? defaults.get(id) ?? "";
  let secret = password;
  for (const [id, one] of fields) {
    const isOn = isEnabled(one, textOf);
    if (id === PASSWORD_ID) {
      if (!isOn) secret = null;
      else if (one.options.required === true && textOf(id) === "") problems.set(id, MISSING_PASSWORD);
      continue;
    }
    const text = isOn ? textOf(id) : defaults.get(id)!;
    if (isOn && one.options.required === true && text.trim() === "") {
      problems.set(id, "is required");
      continue;
    }
    try {
      values[id] = one.parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (isOn) problems.set(id, error.message);
      else values[id] = one.parse("");
    }
  }
  return problems.size > 0 ? { problems } : { values, password: secret };
}

/** The problem of a missing password: the real client sends only one that was just typed or that it has saved. */
const MISSING_PASSWORD = "is required, but DBFlux sent none: type it, and let DBFlux save it";
