/**
 * What is kept of a form's values, and the text that stands for it in a file.
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
  /** The ids of fields whose value was secret, and is therefore not kept. */
  withheld: readonly string[];
}

/** The version of the text: another one is not read. */
const VERSION = 1;

/**
 * What may be kept: neither the field `password`, nor fields of secret kinds, nor an address with a password in it, nor
 * what the form does not have.
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
 * What a file's text has; null for values of another driver.
 *
 * @throws {SyntaxError} for a text that {@link toText} has not written; the message repeats nothing of it.
 */
export function fromText(driverId: string, text: string): KeptValues | null {
  const file = parseObject(text);
  const { version, driver, values, withheld } = file ?? {};
  if (version !== VERSION || typeof driver !== "string" || !isTexts(values) || !Array.isArray(withheld)) {
    throw new SyntaxError("it does not hold values of a form");
  }
  if (driver !== driverId) return null;
  return { values: new Map(Object.entries(values)), withheld: withheld.map(String) };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : null;
  } catch {
    throw new SyntaxError("it is no JSON");
  }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isTexts(json: unknown): json is Record<string, string> {
  return isObject(json) && Object.values(json).every((value) => typeof value === "string");
}
