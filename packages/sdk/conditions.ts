/**
 * Conditions of a form's fields: which field is enabled by the values of others.
 *
 * @module
 */
import type { Field } from "./field.ts";

/**
 * Checks that conditions name other fields of the form, and as checkboxes only checkboxes.
 *
 * @throws {TypeError} naming the field, the condition and what it should name.
 */
export function checkConditions(fields: readonly [string, Field<unknown, string>][]): void {
  const kinds = new Map(fields.map(([id, { kind }]) => [id, kind.type]));
  for (const [id, { options }] of fields) {
    for (const condition of ["enabledWhenChecked", "enabledWhenUnchecked", "disabledWhenFieldSet"] as const) {
      const named = options[condition];
      if (named === undefined) continue;
      const wrong = (what: string): TypeError =>
        new TypeError(`Cannot define form: ${condition} of field ${id} names ${JSON.stringify(named)}, ${what}`);
      if (named === id) throw wrong("which is the field itself");
      const kind = kinds.get(named);
      if (kind === undefined) throw wrong(`but the fields are ${[...kinds.keys()].join(", ")}`);
      if (condition !== "disabledWhenFieldSet" && kind !== "Checkbox") throw wrong(`which is no checkbox, but ${kind}`);
    }
  }
}

/**
 * Whether a field is enabled. Conditions look at what the others hold, also where those are disabled themselves.
 *
 * @param textOf What the field of an id holds.
 */
export function isEnabled({ options }: Field<unknown, string>, textOf: (id: string) => string): boolean {
  const { enabledWhenChecked, enabledWhenUnchecked, disabledWhenFieldSet } = options;
  if (enabledWhenChecked !== undefined && textOf(enabledWhenChecked) !== "true") return false;
  if (enabledWhenUnchecked !== undefined && textOf(enabledWhenUnchecked) === "true") return false;
  return disabledWhenFieldSet === undefined || textOf(disabledWhenFieldSet).trim() === "";
}
