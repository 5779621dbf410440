/**
 * The connection form: its fields, as they go over the wire and as typed values that come back.
 *
 * @module
 */
import type { DriverFormDef, FormFieldDef } from "jsr:@fluxwire/wire@^0.1.0";
import type { Field } from "./field.ts";

/** Fields by their ids. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** A form whose values are of type `V`. */
export interface Form<V> {
  /** As it goes over the wire. */
  readonly definition: DriverFormDef;
  /** The ids of its fields, in order. */
  readonly ids: readonly string[];
  /**
   * Typed values from what the host sent.
   *
   * @returns The values, or every problem at once, by field id.
   */
  read(values: ReadonlyMap<string, string>): { values: V } | { problems: ReadonlyMap<string, string> };
}

/** The values of fields. The field `password` is not among them: its value comes apart (fact sheet 6.3). */
export type ValuesOf<F extends Fields> = {
  [K in keyof F as K extends "password" ? never : K]: F[K] extends Field<infer T> ? T : never;
};

/**
 * A form of one tab.
 *
 * @param fields The fields, by the ids under which their values come.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { field, form } from "jsr:@fluxwire/sdk@^0.1.0";
 *
 * const server = form({ host: field.text("Host", { required: true }), port: field.number("Port", { default: "5432" }) });
 * deepStrictEqual(server.read(new Map([["host", "db"]])), { values: { host: "db", port: 5432 } });
 * ```
 */
export function form<F extends Fields>(
  fields: F,
  options: { tab?: string; section?: string } = {},
): Form<ValuesOf<F>> {
  const { tab = "Main", section = "Connection" } = options;
  const entries = Object.entries(fields);
  const definition: DriverFormDef = {
    tabs: [{
      id: "main",
      label: tab,
      sections: [{ title: section, fields: entries.map(([id, one]) => toWire(id, one)) }],
    }],
  };
  return {
    definition,
    ids: Object.keys(fields),
    read: (values) => readValues(entries, values) as ReturnType<Form<ValuesOf<F>>["read"]>,
  };
}

function toWire(id: string, { kind, label, options }: Field<unknown>): FormFieldDef {
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

function readValues(
  fields: [string, Field<unknown>][],
  texts: ReadonlyMap<string, string>,
): ReturnType<Form<unknown>["read"]> {
  const values: Record<string, unknown> = {};
  const problems = new Map<string, string>();
  for (const [id, one] of fields) {
    if (id === "password") continue;
    const text = texts.get(id) ?? one.options.default ?? "";
    if (one.options.required === true && text.trim() === "") {
      problems.set(id, "is required");
      continue;
    }
    try {
      values[id] = one.parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.set(id, error.message);
    }
  }
  return problems.size > 0 ? { problems } : { values };
}
