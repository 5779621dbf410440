/**
 * The values of a form that may be remembered, and their text in a file.
 *
 * @module
 */
import type { DriverFormDef } from "@fluxwire/wire";
import { secretsOfField } from "@fluxwire/wire/secrets";
import { PASSWORD_ID } from "../form_values.ts";

/** Values of a form without its secrets. */
export interface KeptValues {
  /** The texts, by field id. */
  values: ReadonlyMap<string, string>;
  /** The ids of fields whose values are secret and therefore not kept. */
  withheld: readonly string[];
}

/** The version of the file's format; files of other versions are not read. */
const VERSION = 1;

/**
 * The values that may be kept: all fields of the form except `password`, fields of secret kinds, and addresses that
 * contain a password.
 */
export function keptValues(form: DriverFormDef, texts: ReadonlyMap<string, string>): KeptValues {
  const values = new Map<string, string>(), withheld: string[] = [];
  for (const { id, kind } of form.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields)) {
    const text = texts.get(id);
    if (id === PASSWORD_ID || text === undefined) continue;
    if (secretsOfField(kind, text).length === 0) values.set(id, text);
    else if (text !== "") withheld.push(id);
  }
  return { values, withheld };
}

/** The text of a file. */
export function toText(driverId: string, { values, withheld }: KeptValues): string {
  return `${JSON.stringify({ version: VERSION, driver: driverId, values: Object.fromEntries(values), withheld })}\n`;
}

/**
 * The values in a file's text; null for those of another driver.
 *
 * @throws {SyntaxError} for a text that {@link toText} has not written; the message repeats no part of it.
 */
export function fromText(driverId: string, text: string): KeptValues | null {
  const file = parseObject(text);
  const { version, driver, values, withheld } = file ?? {};
  if (version !== VERSION || typeof driver !== "string" || !isTexts(values) || !Array.isArray(withheld)) {
    throw new SyntaxError("it does not contain values of a form");
  }
  if (driver !== driverId) return null;
  return { values: new Map(Object.entries(values)), withheld: withheld.map(String) };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : null;
  } catch {
    throw new SyntaxError("it is not JSON");
  }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isTexts(json: unknown): json is Record<string, string> {
  return isObject(json) && Object.values(json).every((value) => typeof value === "string");
}
