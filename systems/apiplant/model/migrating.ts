/** How stored instances follow a new version of their model: the same for every server and every replay. */
import type { Json, JsonObject } from "../json/json.ts";
import { convert } from "./convert.ts";
import type { MigrationStep, ModelDefinition } from "./definition.ts";

/** Data after a migration, and the fields whose values its conversions would have lost. */
export interface Migrated {
  readonly data: JsonObject;
  readonly lost: readonly string[];
}

/**
 * The data of an instance under a new version: the steps of its migration in order, then the defaults of fields that are left
 * out, with members in the order of the definition. A value that a step cannot convert stays as it is: changes that would lose
 * one are refused before their event.
 */
export function migrate(data: JsonObject, definition: ModelDefinition): Migrated {
  const values = new Map<string, Json>(Object.entries(data)), lost: string[] = [];
  const steps = definition.migration ?? [];
  for (const [at, step] of steps.entries()) {
    if ("rename" in step) {
      const value = values.get(step.rename);
      if (value === undefined) continue;
      values.delete(step.rename);
      values.set(step.to, value);
    } else if ("drop" in step) values.delete(step.drop);
    else if ("set" in step) values.set(step.set, step.value);
    else {
      const value = values.get(step.convert) ?? null;
      const to = definition.fields[finalName(step.convert, steps.slice(at + 1))];
      if (value === null || to === undefined) continue;
      const converted = convert(value, to);
      if (converted === undefined) lost.push(step.convert);
      else values.set(step.convert, converted);
    }
  }
  return { data: inOrder(definition, values), lost };
}

/** The data of `migrate`. */
export function migrateData(data: JsonObject, definition: ModelDefinition): JsonObject {
  return migrate(data, definition).data;
}

/** Whether a new version changes stored data at all. */
export function changesData(definition: ModelDefinition): boolean {
  return (definition.migration?.length ?? 0) > 0 ||
    Object.values(definition.fields).some((field) => field.default !== undefined);
}

/** The name that a field has after further steps. */
export function finalName(name: string, steps: readonly MigrationStep[]): string {
  return steps.reduce((now, step) => "rename" in step && step.rename === now ? step.to : now, name);
}

function inOrder({ fields }: ModelDefinition, values: ReadonlyMap<string, Json>): JsonObject {
  const members = Object.entries(fields).flatMap(([name, field]): [string, Json][] => {
    const value = values.has(name) ? values.get(name) : field.default;
    return value === undefined ? [] : [[name, value]];
  });
  const others = [...values].filter(([name]) => !Object.hasOwn(fields, name));
  return Object.fromEntries([...members, ...others]);
}
