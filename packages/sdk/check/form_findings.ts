/**
 * What the real client does with the fields of a form (PROTOCOL.md#form-values).
 *
 * @module
 */
import type { DriverFormDef, FormFieldDef, FormFieldKind } from "@fluxwire/wire";
import { MAX_NUMBER } from "../field.ts";
import { PASSWORD_ID } from "../form_values.ts";
import type { Finding, Severity } from "./finding.ts";

/** The kinds of fields that hold a secret. */
const SECRETS: ReadonlySet<FormFieldKind["type"]> = new Set(["Password", "WriteOnly"]);

/** Returns a finding about a field, without its subject, or null. */
type Rule = (field: FormFieldDef, form: readonly FormFieldDef[]) => Omit<Finding, "subject"> | null;

/** Findings about every field. */
export function formFindings({ tabs }: DriverFormDef): Finding[] {
  const fields = tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  return fields.flatMap((field) =>
    RULES.flatMap((rule) => {
      const found = rule(field, fields);
      return found === null ? [] : [{ ...found, subject: `field ${field.id}` }];
    })
  );
}

const RULES: readonly Rule[] = [
  oddId,
  secretInClear,
  secretDefault,
  passwordOfAnotherKind,
  requiredPassword,
  requiredWithoutDefault,
  requiredCheckbox,
  numberDefault,
  checkboxDefault,
  selectDefault,
  selectStays,
  dynamicSelect,
  conditionOfHost,
];

function found(severity: Severity, id: string, text: string, remedy: string): Omit<Finding, "subject"> {
  return { id, severity, text, remedy };
}

function oddId({ id }: FormFieldDef): ReturnType<Rule> {
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(id)) return null;
  return found(
    "warning",
    "odd-field-id",
    "The id has characters that cause trouble in scripts, in --value, or in the order of JavaScript's keys",
    "Use letters, digits and _, with a letter first",
  );
}

function secretInClear({ id, kind }: FormFieldDef, form: readonly FormFieldDef[]): ReturnType<Rule> {
  if (!SECRETS.has(kind.type) || id === PASSWORD_ID) return null;
  return form.some((other) => other.id === PASSWORD_ID)
    ? found(
      "warning",
      "second-secret-in-clear",
      "DBFlux keeps only the field password secret: it stores this one in clear text in the connection's profile",
      "Warn users in the field's help, or ask for the name of a file or variable that holds the secret",
    )
    : found(
      "error",
      "secret-in-clear",
      "DBFlux keeps only a field with the id password secret: it stores this one in clear text in the connection's profile",
      "Give the field the id password; its value then comes as password",
    );
}

function secretDefault({ kind, defaultValue }: FormFieldDef): ReturnType<Rule> {
  if (!SECRETS.has(kind.type) || defaultValue === "") return null;
  return found(
    "warning",
    "secret-default",
    "The default is sent to every host that sends Hello to the driver",
    "Leave the default of a secret empty",
  );
}

function passwordOfAnotherKind({ id, kind }: FormFieldDef): ReturnType<Rule> {
  if (id !== PASSWORD_ID || SECRETS.has(kind.type)) return null;
  return found(
    "error",
    "password-is-no-secret",
    `DBFlux shows the id password as its own password input: the driver gets the text as password, never as ${kind.type}`,
    "Make it a password field, or give it another id",
  );
}

function requiredPassword({ id, required }: FormFieldDef): ReturnType<Rule> {
  if (id !== PASSWORD_ID || !required) return null;
  return found(
    "warning",
    "required-password",
    "DBFlux sends the password only for connections that save it: other connections fail when they are opened again",
    "Do not require it; let the database refuse a missing password",
  );
}

function requiredWithoutDefault({ id, kind, required, defaultValue }: FormFieldDef): ReturnType<Rule> {
  if (id === PASSWORD_ID || kind.type === "Checkbox" || !required || defaultValue.trim() !== "") return null;
  return found(
    "note",
    "required-without-default",
    "Test connection, the probe's tour and this check cannot open a session until it is filled in",
    "Give it a default if a usual value exists",
  );
}

function requiredCheckbox({ kind, required }: FormFieldDef): ReturnType<Rule> {
  if (kind.type !== "Checkbox" || !required) return null;
  return found(
    "error",
    "required-checkbox",
    "DBFlux sends an empty text for a checkbox that is off, and a required field refuses that: it can never be off",
    "Do not require it",
  );
}

function numberDefault({ kind, label, defaultValue }: FormFieldDef): ReturnType<Rule> {
  const text = defaultValue.trim();
  if (kind.type !== "Number" || text === "" || (/^\+?\d+$/.test(text) && Number(text) <= MAX_NUMBER)) return null;
  return found(
    "error",
    "number-default",
    `DBFlux refuses the default ${text}: "${label} must be a valid number", which means a whole number from 0 to ${MAX_NUMBER}`,
    "Change the default, or ask for larger numbers with a text field",
  );
}

function checkboxDefault({ kind, defaultValue }: FormFieldDef): ReturnType<Rule> {
  if (kind.type !== "Checkbox" || ["", "true", "false"].includes(defaultValue)) return null;
  return found(
    "error",
    "checkbox-default",
    `The default ${JSON.stringify(defaultValue)} is not a state of a checkbox`,
    'Use "true" or leave it empty',
  );
}

function selectDefault({ kind, defaultValue }: FormFieldDef): ReturnType<Rule> {
  if (kind.type !== "Select" || kind.options.some(({ value }) => value === defaultValue)) return null;
  return found(
    "error",
    "select-default",
    `DBFlux always sends the default, ${
      JSON.stringify(defaultValue)
    }, which is not one of the choices: no session can be opened`,
    "Make one of the choices the default",
  );
}

function selectStays({ kind, defaultValue }: FormFieldDef): ReturnType<Rule> {
  if (kind.type !== "Select") return null;
  const choices = kind.options.map(({ value }) => value);
  const lost = choices.filter((value) => value !== defaultValue);
  if (!choices.includes(defaultValue)) return null;
  return found(
    "warning",
    "select-stays-default",
    `DBFlux's connection form does not draw the field and always sends its default, ${defaultValue}` +
      (lost.length === 0 ? "" : `: ${lost.join(", ")} cannot be chosen`),
    "Use checkboxes, or a text field whose help names the choices",
  );
}

function dynamicSelect({ kind }: FormFieldDef): ReturnType<Rule> {
  if (kind.type !== "DynamicSelect") return null;
  return kind.allowFreeform
    ? found(
      "warning",
      "dynamic-select-without-choices",
      "The protocol asks auth providers for the choices, never a driver: without a provider the user types the value",
      "Use a text field whose help says what is accepted",
    )
    : found(
      "error",
      "dynamic-select-cannot-be-set",
      "The protocol asks auth providers for the choices, never a driver, and users may not type others: it stays empty",
      "Allow other texts, or use a text field",
    );
}

function conditionOfHost({ disabledWhenFieldSet, required }: FormFieldDef): ReturnType<Rule> {
  if (disabledWhenFieldSet === null || disabledWhenFieldSet === undefined) return null;
  return required
    ? found(
      "warning",
      "required-though-disabled",
      `DBFlux's connection form does not know disabledWhenFieldSet: it requires a value even if ${disabledWhenFieldSet} is set`,
      "Use a checkbox and enabledWhenUnchecked, or do not require it",
    )
    : found(
      "note",
      "condition-not-shown",
      `DBFlux's connection form shows the field as enabled even if ${disabledWhenFieldSet} is set; the SDK ignores its value then`,
      "Say in the label which field has precedence",
    );
}
