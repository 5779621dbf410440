/**
 * A field as it is declared, from the field that a driver sends.
 *
 * @module
 */
import type { FormFieldDef } from "@fluxwire/wire";
import { type Field, field } from "../field.ts";

/** The field that checks the texts of a field that a driver sends: numbers, checkboxes and choices; others are as they are. */
export function fieldOf(def: FormFieldDef): Field<unknown, string> {
  const { kind, label, required, defaultValue } = def;
  const options = {
    required,
    default: defaultValue,
    enabledWhenChecked: def.enabledWhenChecked ?? undefined,
    enabledWhenUnchecked: def.enabledWhenUnchecked ?? undefined,
    disabledWhenFieldSet: def.disabledWhenFieldSet ?? undefined,
  };
  if (kind.type === "Number") return field.number<string>(label, options);
  if (kind.type === "Checkbox") return field.checkbox<string>(label, options);
  if (kind.type !== "Select") return { ...field.text<string>(label, options), kind };
  const choices = Object.fromEntries(kind.options.map(({ value, label }) => [value, label]));
  return field.select<Record<string, string>, string>(label, choices, options);
}
