/**
 * The fields of a connection form: what a driver asks of its users, and the types of the values it gets.
 *
 * @module
 */
import type { FormFieldKind, RefreshTrigger } from "jsr:@fluxwire/wire@^0.1.0";

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

/** How a dynamic select gets its choices. */
export interface DynamicSelectOptions {
  /**
   * The ids of fields whose change makes the choices stale.
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
   * Whether a login must be there first.
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
  /** A secret that is never shown again. Since 0.6; a password before. */
  writeOnly: (label: string, options: FieldOptions = {}): Field<string> =>
    make({ type: "WriteOnly" }, label, options, asIs),
  /** A choice that the driver offers while the form is open. Since 0.5; text before. */
  dynamicSelect: (label: string, options: FieldOptions & DynamicSelectOptions = {}): Field<string> => {
    const { dependsOn = [], refresh = "OnFocus", requiresSession = false, allowFreeform = true } = options;
    const kind = { type: "DynamicSelect" as const, dependsOn: [...dependsOn], refresh, requiresSession, allowFreeform };
    return make(kind, label, options, asIs);
  },
  /** An auth profile, of one provider or of any. Since 0.6; text before. */
  authProfile: (label: string, options: FieldOptions & { providerId?: string } = {}): Field<string> =>
    make({ type: "AuthProfileRef", providerId: options.providerId ?? null }, label, options, asIs),
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
