/**
 * A driver's form: its fields, what DBFlux would refuse, and what it would send.
 *
 * @module
 */
import { fieldOf, isEnabled, PASSWORD_ID, readValues } from "@fluxwire/sdk/forms";
import type { DbKind, DriverFormDef, FormFieldDef } from "@fluxwire/wire";

/** The members of an answer to Hello that a form is made of. */
export interface HelloShown {
  /** The driver's program. */
  readonly serverName: string;
  /** Its release. */
  readonly serverVersion: string;
  /** The kind of database. */
  readonly driverKind: DbKind;
  /** What the list of drivers shows. */
  readonly driverMetadata: { readonly displayName: string };
  /** The form of a connection. */
  readonly formDefinition: DriverFormDef;
}

/** The id of the tab whose fields DBFlux neither checks nor sends. */
export const SSH_TAB = "ssh";

/** The texts of a form by field id, without its secrets. */
export type Texts = Readonly<Record<string, string>>;

/** Every field, with the id of its tab. */
export function fieldsOf({ tabs }: DriverFormDef): { tab: string; field: FormFieldDef }[] {
  return tabs.flatMap(({ id, sections }) =>
    sections.flatMap(({ fields }) => fields.map((field) => ({ tab: id, field })))
  );
}

/** Whether a field holds a secret, which the page never keeps. */
export function isSecret({ id, kind }: FormFieldDef): boolean {
  return id === PASSWORD_ID || kind.type === "Password" || kind.type === "WriteOnly";
}

/** Whether DBFlux always sends the default of a field, whatever its form shows. */
export function isFixed({ kind }: FormFieldDef, tab: string): boolean {
  return kind.type === "Select" || tab === SSH_TAB;
}

/** Whether DBFlux's form lets a user fill in a field: it knows conditions on checkboxes, and not `disabledWhenFieldSet`. */
export function isShownEnabled(field: FormFieldDef, texts: Texts): boolean {
  return isEnabled(asShown(field), (id) => texts[id] ?? "");
}

/** What DBFlux refuses, by field id, before it asks the driver. */
export function problemsOf(form: DriverFormDef, texts: Texts, secrets: Texts): ReadonlyMap<string, string> {
  const fields = fieldsOf(form).filter(({ tab, field }) => !isFixed(field, tab));
  const given = new Map(Object.entries({ ...texts, ...secrets }));
  const reading = readValues(
    fields.map(({ field }) => [field.id, asShown(field)]),
    given,
    secrets[PASSWORD_ID] ?? null,
  );
  return "problems" in reading ? reading.problems : new Map();
}

/** What is sent: what differs from the defaults, of the fields that DBFlux sends. */
export function sentOf(form: DriverFormDef, texts: Texts, secrets: Texts): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const { tab, field } of fieldsOf(form)) {
    const { id, defaultValue } = field, text = isSecret(field) ? secrets[id] ?? "" : texts[id] ?? defaultValue;
    if (isFixed(field, tab) || text === defaultValue || isSecret(field) && text === "") continue;
    sent[id] = text;
  }
  return sent;
}

function asShown(field: FormFieldDef): ReturnType<typeof fieldOf> {
  return fieldOf({ ...field, disabledWhenFieldSet: null });
}
