/**
 * The connection form: what a driver asks of its users, and the typed values it gets.
 *
 * @module
 */
import type { DriverFormDef, FormFieldDef, FormFieldKind } from "jsr:@fluxwire/wire@^0.1.0";

/** What every field can say. */
export interface FieldOptions {
  /**
   * Whether an empty value is refused.
   *
   * @default {false}
   */
  required?: boolean;
  /**
   * The value before the user types.
   *
   * @default {""}
   */
  default?: string;
  /**
   * Shown in an empty input.
   *
   * @default {""}
   */
  placeholder?: string;
  /** Shown beside the input. Since 0.5. */
  help?: string;
  /** The id of a checkbox that must be on. */
  enabledWhenChecked?: string;
  /** The id of a checkbox that must be off. */
  enabledWhenUnchecked?: string;
  /** The id of a field that must be empty. Since 0.6. */
  disabledWhenFieldSet?: string;
}

/** A field whose values are of type `T`. */
export interface Field<T> {
  /** What the input accepts. */
  readonly kind: FormFieldKind;
  /** The text beside it. */
  readonly label: string;
  /** What it can say. */
  readonly options: FieldOptions;
  /**
   * The value of a text.
   *
   * @throws {RangeError} for a text that is no such value; the message says what is expected.
   */
  parse(text: string): T;
}

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

const asIs = (text: string): string => text;

function make<T>(kind: FormFieldKind, label: string, options: FieldOptions, parse: (text: string) => T): Field<T> {
  return { kind, label, options, parse };
}

/** The kinds of fields. */
export const field = {
  /** One line of text. */
  text: (label: string, options: FieldOptions = {}): Field<string> => make({ type: "Text" }, label, options, asIs),
  /**
   * A secret. Only with the id `password` does the real client keep it secret: it then comes as `password`, every
   * other one is stored in clear (fact sheet 6.3).
   */
  password: (label: string, options: FieldOptions = {}): Field<string> =>
    make({ type: "Password" }, label, options, asIs),
  /** A file or folder. */
  filePath: (label: string, options: FieldOptions = {}): Field<string> =>
    make({ type: "FilePath" }, label, options, asIs),
  /** A whole number from 0 to 65535: the real client accepts no others. Null where it is empty. */
  number: (label: string, options: FieldOptions = {}): Field<number | null> =>
    make({ type: "Number" }, label, options, (text) => {
      if (text.trim() === "") return null;
      const number = Number(text);
      if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
      throw new RangeError("must be a whole number from 0 to 65535");
    }),
  /** On or off; the real client sends `true` or nothing. */
  checkbox: (label: string, options: FieldOptions = {}): Field<boolean> =>
    make({ type: "Checkbox" }, label, options, (text) => {
      if (text === "true") return true;
      if (text === "" || text === "false") return false;
      throw new RangeError('must be "true" or empty');
    }),
  /** One of some choices. The real connection form always sends the default (fact sheet 6.3): give one that works. */
  select: <const C extends Readonly<Record<string, string>>>(
    label: string,
    choices: C,
    options: FieldOptions & { default: keyof C & string },
  ): Field<keyof C & string> => {
    const kind = {
      type: "Select" as const,
      options: Object.entries(choices).map(([value, label]) => ({ value, label })),
    };
    return make(kind, label, options, (text) => {
      if (Object.hasOwn(choices, text)) return text;
      throw new RangeError(`must be one of ${Object.keys(choices).join(", ")}`);
    });
  },
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
