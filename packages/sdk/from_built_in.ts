/**
 * The form's values from the configuration of a driver that is built into DBFlux.
 *
 * @module
 */
import type { DbKind } from "@fluxwire/wire";
import type { ConnectionProfile } from "@fluxwire/wire/server";
import { DriverError } from "./errors.ts";

/** A configuration as DBFlux writes it: `path` and `connection_id` of `SQLite`, for example. */
export type BuiltInConfig = Readonly<Record<string, unknown>>;

/**
 * Takes the values of the form's fields from a configuration; null if it says nothing. A number and a boolean become
 * the texts that the form has for them; null and undefined leave a field at its default.
 *
 * @typeParam Id The ids of the form's fields.
 */
export type BuiltInMapping<Id extends string> = (
  config: BuiltInConfig,
) => Readonly<Partial<Record<Id, unknown>>> | null;

/** Mappings by the kind of the built-in driver, which is the name of its configuration in a profile. */
export type BuiltInMappings<Id extends string> = Readonly<Partial<Record<DbKind, BuiltInMapping<Id>>>>;

/**
 * The texts that a mapping takes from a profile; null if none is declared for its configuration, or where that is blank:
 * all of its texts are empty, as after a restart of DBFlux.
 *
 * @param ids The ids of the form's fields.
 * @throws {DriverError} `InvalidRequest` if a value cannot be a field's text; and what the mapping throws.
 * @throws {TypeError} for a field that the form does not have.
 */
export function builtInTexts(
  mappings: BuiltInMappings<string> | undefined,
  { configKind, config }: Pick<ConnectionProfile, "configKind" | "config">,
  ids: readonly string[],
): ReadonlyMap<string, string> | null {
  const mapping = Object.hasOwn(mappings ?? {}, configKind) ? mappings![configKind as DbKind] : undefined;
  if (mapping === undefined || !Object.values(config).some((value) => typeof value === "string" && value !== "")) {
    return null;
  }
  const values = mapping(config);
  if (values === null) return null;
  const texts = new Map<string, string>();
  for (const [id, value] of Object.entries(values)) {
    if (!ids.includes(id)) throw new TypeError(`Cannot map a ${configKind} configuration: the form has no field ${id}`);
    if (value === null || value === undefined) continue;
    texts.set(id, textOf(value) ?? refuse(configKind, id, value));
  }
  return texts;
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "true" : "";
  return null;
}

function refuse(configKind: string, id: string, value: unknown): never {
  const found = Array.isArray(value) ? "a list" : typeof value;
  throw new DriverError(
    "InvalidRequest",
    `Cannot use the ${configKind} configuration: expected a text, number or boolean for ${id}, found ${found}`,
  );
}
