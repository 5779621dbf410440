/**
 * Finds the secret fields and values of forms.
 *
 * @module
 */
import { addressSecrets } from "@fluxwire/transport/secrets";
import type { DriverFormDef, FormFieldDef, FormFieldKind } from "../dto.ts";

/** Whether fields of a kind hold secrets: `Password` and `WriteOnly`. */
export function isSecretKind({ type }: FormFieldKind): boolean {
  return type === "Password" || type === "WriteOnly";
}

/** The ids of the secret fields of all these forms. */
export function secretFields(...forms: readonly (DriverFormDef | null | undefined)[]): ReadonlySet<string> {
  return new Set(forms.flatMap(fieldsOf).filter(({ kind }) => isSecretKind(kind)).map(({ id }) => id));
}

/** The secrets in a field's value: the whole value of a secret field, otherwise the passwords in addresses. */
export function secretsOfField(kind: FormFieldKind, value: string): string[] {
  return isSecretKind(kind) ? [value] : addressSecrets(value);
}

/** The secrets in a form's values. */
export function formSecrets(form: DriverFormDef, values: ReadonlyMap<string, string>): string[] {
  return fieldsOf(form).flatMap(({ id, kind }) => secretsOfField(kind, values.get(id) ?? ""));
}

function fieldsOf(form: DriverFormDef | null | undefined): FormFieldDef[] {
  return (form?.tabs ?? []).flatMap(({ sections }) => sections).flatMap(({ fields }) => fields);
}
