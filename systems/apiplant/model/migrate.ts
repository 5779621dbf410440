/** Applying a changed definition to stored data: the same for every server and every replay. */
import type { Json, JsonObject } from "../json/json.ts";
import { convert } from "./convert.ts";
import type { FieldType, MigrationStep, ModelDefinition } from "./definition.ts";

/** Data after a migration, and the fields whose values its conversions would have lost. */
export interface Migrated {
  readonly data: JsonObject;
  readonly lost: readonly string[];
}

/**
 * The data of an instance of `old` as `definition` has it: its steps in their order, then defaults of fields that are left
 * out, in the order of the definition. A value that cannot be converted stays as it is; `checkChange` refuses such a change
 * before it becomes an event.
 */
export function migrate(old: ModelDefinition, definition: ModelDefinition, data: JsonObject): Migrated {
  const values = new Map<string, Json>(Object.entries(data)), lost: string[] = [];
  const types = new Map<string, FieldType>(Object.entries(old.fields).map(([name, { type }]) => [name, type]));
  for (const [at, step] of (definition.migration ?? []).entries()) {
    if ("rename" in step) {
      move(values, step.rename, step.to);
      move(types, step.rename, step.to);
    } else if ("drop" in step) {
      values.delete(step.drop);
      types.delete(step.drop);
    } else if ("set" in step) values.set(step.set, step.value);
    else {
      const value = values.get(step.convert), from = types.get(step.convert);
      const to = definition.fields[finalName(step.convert, definition.migration!.slice(at + 1))];
      types.set(step.convert, step.to);
      if (value === undefined || value === null || from === undefined || to === undefined) continue;
      const converted = convert(value, from, to);
      if (converted === undefined) lost.push(step.convert);
      else values.set(step.convert, converted);
    }
  }
  return { data: inOrder(definition, values), lost };
}

/** The name that a field has after further steps. */
export function finalName(name: string, steps: readonly MigrationStep[]): string {
  return steps.reduce((now, step) => "rename" in step && step.rename === now ? step.to : now, name);
}

function move<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  map.delete(from);
  if (value !== undefined) map.set(to, value);
}

function inOrder({ fields }: ModelDefinition, values: ReadonlyMap<string, Json>): JsonObject {
  const members = Object.entries(fields).flatMap(([name, field]): [string, Json][] => {
    const value = values.get(name) ?? (values.has(name) ? null : field.default);
    return value === undefined ? [] : [[name, value]];
  });
  const others = [...values].filter(([name]) => !Object.hasOwn(fields, name));
  return Object.fromEntries([...members, ...others]);
}
