/**
 * The fields of a connection form, and the types of their values.
 *
 * @module
 */
import type { FormFieldKind, RefreshTrigger } from "@fluxwire/wire";

/**
 * The options of every field. `R` are the ids that its conditions name.
 *
 * A field that a condition disables is neither required nor validated: its value is its default.
 */
export interface FieldOptions<R extends string = string> {
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
  /** Shown beside the input, except for files and checkboxes. Since 0.5. */
  help?: string;
  /** The id of a checkbox that must be on. */
  enabledWhenChecked?: R;
  /** The id of a checkbox that must be off. */
  enabledWhenUnchecked?: R;
  /**
   * The id of a field that must be empty. Since 0.6. The real connection form always shows such a field as enabled, and
   * asks for its value if it is required.
   */
  disabledWhenFieldSet?: R;
}

/** How a dynamic select gets its choices. */
export interface DynamicSelectOptions {
  /**
   * The ids of fields that the choices depend on.
   *
   * @default {[]}
   */
  dependsOn?: readonly string[];
  /**
   * When the choices are fetched.
   *
   * @default {"OnFocus"}
   */
  refresh?: RefreshTrigger;
  /**
   * Whether the user must be logged in first.
   *
   * @default {false}
   */
  requiresSession?: boolean;
  /**
   * Whether other texts may be typed.
   *
   * @default {true}
   */
  allowFreeform?: boolean;
}

/** A field whose values are of type `T`, and whose conditions name the fields `R`. */
export interface Field<T, R extends string = never> {
  /** What the input accepts. */
  readonly kind: FormFieldKind;
  /** The text beside the input. */
  readonly label: string;
  /** The field's options. */
  readonly options: FieldOptions<R>;
  /**
   * Parses a text.
   *
   * @throws {RangeError} for an invalid text; the message says what is expected.
   */
  parse(text: string): T;
}

const asIs = (text: string): string => text;

function make<T, R extends string>(
  kind: FormFieldKind,
  label: string,
  options: FieldOptions<R>,
  parse: (text: string) => T,
): Field<T, R> {
  return { kind, label, options, parse };
}

/** The largest number of a number field: the real client reads it as a u16 (PROTOCOL.md#form-values). */
export const MAX_NUMBER = 65_535;

/** The kinds of fields. */
export const field = {
  /** One line of text. */
  text: <R extends string = never>(label: string, options: FieldOptions<R> = {}): Field<string, NoInfer<R>> =>
    make({ type: "Text" }, label, options, asIs),
  /**
   * A secret. The real client keeps it secret only with the id `password`, and then sends it as `password`. It stores
   * every other one in clear text (PROTOCOL.md#form-values).
   */
  password: <R extends string = never>(label: string, options: FieldOptions<R> = {}): Field<string, NoInfer<R>> =>
    make({ type: "Password" }, label, options, asIs),
  /** A secret that is never shown again. Since 0.6; older hosts get a password field. */
  writeOnly: <R extends string = never>(label: string, options: FieldOptions<R> = {}): Field<string, NoInfer<R>> =>
    make({ type: "WriteOnly" }, label, options, asIs),
  /**
   * A choice whose options are fetched while the form is open. Since 0.5; older hosts get a text field. The protocol
   * asks auth providers for the options and never a driver, so without a provider the user types the value.
   */
  dynamicSelect: <R extends string = never>(
    label: string,
    options: FieldOptions<R> & DynamicSelectOptions = {},
  ): Field<string, NoInfer<R>> => {
    const { dependsOn = [], refresh = "OnFocus", requiresSession = false, allowFreeform = true } = options;
    const kind = { type: "DynamicSelect" as const, dependsOn: [...dependsOn], refresh, requiresSession, allowFreeform };
    return make(kind, label, options, asIs);
  },
  /** An auth profile, of one provider or of any. Since 0.6; older hosts get a text field. */
  authProfile: <R extends string = never>(
    label: string,
    options: FieldOptions<R> & { providerId?: string } = {},
  ): Field<string, NoInfer<R>> =>
    make({ type: "AuthProfileRef", providerId: options.providerId ?? null }, label, options, asIs),
  /** A file or folder. DBFlux shows its label and placeholder, but no help. */
  filePath: <R extends string = never>(label: string, options: FieldOptions<R> = {}): Field<string, NoInfer<R>> =>
    make({ type: "FilePath" }, label, options, asIs),
  /**
   * A whole number from 0 to 65535, or null if empty. The real client accepts no others: use a text field for larger
   * ones.
   */
  number: <R extends string = never>(label: string, options: FieldOptions<R> = {}): Field<number | null, NoInfer<R>> =>
    make({ type: "Number" }, label, options, (text) => {
      const digits = text.trim();
      if (digits === "") return null;
      const number = Number(digits);
      if (/^\+?\d+$/.test(digits) && number <= MAX_NUMBER) return number;
      throw new RangeError(`must be a whole number from 0 to ${MAX_NUMBER}`);
    }),
  /**
   * The time limit of a statement in seconds, for `statementTimeoutField` of the driver. The default is 60; 0 and an
   * empty field (null) mean no limit.
   */
  statementTimeout: <R extends string = never>(options: FieldOptions<R> = {}): Field<number | null, NoInfer<R>> =>
    field.number<R>("Statement timeout (s)", {
      default: "60",
      help: "Seconds after which a statement is stopped; 0 for no limit",
      ...options,
    }),
  /** On or off. The real client sends `true` or nothing, and shows the label but no help. */
  checkbox: <R extends string = never>(label: string, options: FieldOptions<R> = {}): Field<boolean, NoInfer<R>> =>
    make({ type: "Checkbox" }, label, options, (text) => {
      if (text === "true") return true;
      if (text === "" || text === "false") return false;
      throw new RangeError('must be "true" or empty');
    }),
  /**
   * One of several choices. The real connection form does not draw the field and always sends the default
   * (PROTOCOL.md#form-values), so choose one that works. An empty text also means the default.
   */
  select: <const C extends Readonly<Record<string, string>>, R extends string = never>(
    label: string,
    choices: C,
    options: FieldOptions<R> & { default: keyof C & string },
  ): Field<keyof C & string, NoInfer<R>> => {
    const kind = {
      type: "Select" as const,
      options: Object.entries(choices).map(([value, label]) => ({ value, label })),
    };
    return make(kind, label, options, (text) => {
      if (Object.hasOwn(choices, text)) return text;
      if (text === "") return options.default;
      throw new RangeError(`must be one of ${Object.keys(choices).join(", ")}; DBFlux sends only ${options.default}`);
    });
  },
};
