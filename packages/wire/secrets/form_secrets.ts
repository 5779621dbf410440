/**
 * Which fields of a form hold secrets, and which values do.
 *
 * @module
 */
import { addressSecrets } from "@fluxwire/transport/secrets";
import type { DriverFormDef, FormFieldDef, FormFieldKind } from "../dto.ts";

/** Whether fields of a kind hold secrets: `Password` and `WriteOnly`. */
export function isSecretKind({ type }: FormFieldKind): boolean {
  return type === "Password" || type === "WriteOnly";
}

/** The ids of the fields that hold secrets, of all these forms. */
export function secretFields(...forms: readonly (DriverFormDef | null | undefined)[]): ReadonlySet<string> {
  return new Set(forms.flatMap(fieldsOf).filter(({ kind }) => isSecretKind(kind)).map(({ id }) => id));
}

/** What of a field's value is secret: all of it by the field's kind, else the passwords of an address. */
export function secretsOfField(kind: FormFieldKind, value: string): string[] {
  return isSecretKind(kind) ? [value] : addressSecrets(value);
}

/** What of a form's values is secret, by field id. */
export function formSecrets(form: DriverFormDef, values: ReadonlyMap<string, string>): string[] {
  return fieldsOf(form).flatMap(({ id, kind }) => secretsOfField(kind, values.get(id) ?? ""));
}

function fieldsOf(form: DriverFormDef | null | undefined): FormFieldDef[] {
  return (form?.tabs ?? []).flatMap(({ sections }) => sections).flatMap(({ fields }) => fields);
}
