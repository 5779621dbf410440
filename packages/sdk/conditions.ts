/**
 * Conditions of a form's fields: the values of other fields decide which fields are enabled.
 *
 * @module
 */
import type { Field } from "./field.ts";

/**
 * Checks that conditions name other fields of the form, and that conditions on checkboxes name checkboxes.
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
 * Whether a field is enabled. Conditions use the values of other fields even if those are disabled.
 *
 * @param textOf The text of the field with an id.
 */
export function isEnabled({ options }: Field<unknown, string>, textOf: (id: string) => string): boolean {
  const { enabledWhenChecked, enabledWhenUnchecked, disabledWhenFieldSet } = options;
  if (enabledWhenChecked !== undefined && textOf(enabledWhenChecked) !== "true") return false;
  if (enabledWhenUnchecked !== undefined && textOf(enabledWhenUnchecked) === "true") return false;
  return disabledWhenFieldSet === undefined || textOf(disabledWhenFieldSet).trim() === "";
}
