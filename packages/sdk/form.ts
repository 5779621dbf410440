/**
 * The connection form: its tabs, sections and fields in their wire format, and the typed values that users enter.
 *
 * @module
 */
import type { DriverFormDef, FormFieldDef, FormTab } from "@fluxwire/wire";
import { checkConditions } from "./conditions.ts";
import type { Field } from "./field.ts";
import type { Fields, FieldsOf, Referring, ReferringTabs, Tabs, ValuesOf } from "./form_types.ts";
import { type FormReading, readValues } from "./form_values.ts";

/** A form whose values are of type `V`. */
export interface Form<V> {
  /** The form in its wire format. */
  readonly definition: DriverFormDef;
  /** The ids of its fields, in order. */
  readonly ids: readonly string[];
  /**
   * Converts the texts that a host sent to typed values. Unknown ids are ignored: hosts keep those of older forms.
   *
   * @param password The value of the field `password`, which hosts send separately (PROTOCOL.md#form-values).
   * @returns The values, or every problem at once, by field id.
   */
  read(values: ReadonlyMap<string, string>, password?: string | null): FormReading<V>;
}

/** The tab and section of a form's fields. */
export interface FormOptions {
  /**
   * The label of the tab.
   *
   * @default {"Main"}
   */
  tab?: string;
  /**
   * The title of the section.
   *
   * @default {"Connection"}
   */
  section?: string;
}

/**
 * A form of one tab with one section, as DBFlux shows it for a new connection. Its `read` checks what DBFlux sends, and types the
 * values that `open` gets.
 *
 * @param fields The fields, by the ids under which their values come.
 * @throws {TypeError} for a condition that names no field, or names a field that is not a checkbox where one is needed.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { field, form } from "@fluxwire/sdk";
 *
 * const server = form({ host: field.text("Host", { required: true }), port: field.number("Port", { default: "5432" }) });
 * deepStrictEqual(server.read(new Map([["host", "db"]])), { values: { host: "db", port: 5432 }, password: null });
 * ```
 */
export function form<F extends Fields>(
  fields: F & Referring<F, keyof F>,
  { tab = "Main", section = "Connection" }: FormOptions = {},
): Form<ValuesOf<F>> {
  return toForm([toTab("main", tab, { [section]: fields })], Object.entries(fields));
}

/**
 * A form of several tabs, each with its sections. Ids are unique in the whole form: conditions may name fields of other
 * tabs, and the values are one object.
 *
 * A tab's id is its label in lower case. `ssh` is reserved by DBFlux, which never sends the fields of such a tab
 * (PROTOCOL.md#form-values).
 *
 * @param tabs The fields, by tab and section.
 * @throws {TypeError} for an id that two fields or two tabs share, for a tab `ssh`, and for the reasons of {@link
 *   form}.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { field, tabbedForm } from "@fluxwire/sdk";
 *
 * const server = tabbedForm({
 *   Main: {
 *     Server: { host: field.text("Host", { default: "localhost" }) },
 *     Login: { user: field.text("User", { required: true }), password: field.password("Password") },
 *   },
 *   TLS: { Encryption: { tls: field.checkbox("TLS"), ca: field.filePath("CA", { enabledWhenChecked: "tls" }) } },
 * });
 * const values = { host: "localhost", user: "me", tls: false, ca: "" };
 * deepStrictEqual(server.read(new Map([["user", "me"]]), "secret"), { values, password: "secret" });
 * ```
 */
export function tabbedForm<T extends Tabs>(
  tabs: T & ReferringTabs<T>,
): Form<ValuesOf<FieldsOf<T>>> {
  const entries = Object.entries<Tabs[string]>(tabs);
  const ids = entries.map(([label]) => tabId(label));
  checkUnique("tab", ids);
  const fields = entries.flatMap(([, sections]) => Object.values(sections)).flatMap((fields) => Object.entries(fields));
  checkUnique("field", fields.map(([id]) => id));
  return toForm(entries.map(([label, sections], i) => toTab(ids[i]!, label, sections)), fields);
}

function toForm<V>(tabs: FormTab[], fields: [string, Field<unknown, string>][]): Form<V> {
  checkConditions(fields);
  return {
    definition: { tabs },
    ids: fields.map(([id]) => id),
    read: (values, password = null) => readValues(fields, values, password) as FormReading<V>,
  };
}

function toTab(id: string, label: string, sections: Tabs[string]): FormTab {
  return {
    id,
    label,
    sections: Object.entries(sections).map(([title, fields]) => ({
      title,
      fields: Object.entries(fields).map(([id, one]) => toWire(id, one)),
    })),
  };
}

function tabId(label: string): string {
  const id = label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_");
  if (id !== "ssh") return id;
  throw new TypeError(
    "Cannot define form: DBFlux reserves a tab called SSH and never sends its fields; choose another name",
  );
}

function checkUnique(what: "tab" | "field", ids: readonly string[]): void {
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new TypeError(`Cannot define form: two ${what}s have the id ${JSON.stringify(twice)}`);
}

function toWire(id: string, { kind, label, options }: Field<unknown, string>): FormFieldDef {
  const { required = false, placeholder = "", default: defaultValue = "" } = options;
  const { help, enabledWhenChecked, enabledWhenUnchecked, disabledWhenFieldSet } = options;
  return {
    id,
    label,
    kind,
    placeholder,
    required,
    defaultValue,
    help,
    enabledWhenChecked,
    enabledWhenUnchecked,
    disabledWhenFieldSet,
  };
}
