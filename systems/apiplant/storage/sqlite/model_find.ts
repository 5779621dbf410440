/** Answers queries from the table of instances: SQLite narrows and orders by id, the rest has the one meaning of all kinds. */
import type { Json } from "../../json/json.ts";
import { compileFilter } from "../../model/filtering.ts";
import type { Instance } from "../../model/instance.ts";
import type { Filter, Query } from "../../model/query.ts";
import { BestPage } from "../model/best_page.ts";
import { equalityKey, indexedFields, keyOfValues } from "../model/indexed_fields.ts";
import { type Page, StorageError } from "../roles.ts";
import { instanceOf, type SqliteContent } from "./model_content.ts";
import type { ModelDefinition } from "../../model/definition.ts";

/** A page of the instances that a query asks for. */
export function findInstances(content: SqliteContent, model: string, query: Query): Page {
  const definition = definitionOf(content, model);
  const best = new BestPage(definition, query);
  for (const instance of candidates(content, definition, query.filter, best.range)) if (best.add(instance)) break;
  return best.page;
}

/** How many instances a filter has. */
export function countInstances(content: SqliteContent, model: string, filter: Filter | null): number {
  const definition = definitionOf(content, model);
  if (filter === null) {
    return content.prepared("SELECT count(*) AS count FROM instance WHERE model = ?").get(model)!.count as number;
  }
  const matches = compileFilter(definition, filter);
  let count = 0;
  for (const instance of candidates(content, definition, filter, ALL)) if (matches(instance)) count++;
  return count;
}

/** The id of the first instance, by id, with these values. */
export function findEqual(
  content: SqliteContent,
  model: string,
  fields: readonly string[],
  values: readonly Json[],
): string | null {
  const definition = definitionOf(content, model);
  if (values.includes(null)) return null;
  const indexed = indexRows(content, definition, fields, values);
  // Encrypted values that are equal differ in all but their keys.
  if (indexed !== null) {
    const key = keyOfValues(values);
    return indexed.find((instance) => equalityKey(instance, fields) === key)?.id ?? null;
  }
  const matches = compileFilter(definition, {
    and: fields.map((field, at) => ({ field, op: "eq", value: values[at]! })),
  });
  for (const instance of candidates(content, definition, null, ALL)) if (matches(instance)) return instance.id;
  return null;
}

function definitionOf(content: SqliteContent, model: string): ModelDefinition {
  const stored = content.models.get(model);
  if (stored === undefined) throw new StorageError("not_found", `There is no model ${model}`);
  return stored.definition;
}

/** In which order of ids instances are read, and behind which id. */
interface Range {
  readonly descending: boolean;
  readonly start: string | null;
}

const ALL: Range = { descending: false, start: null };

/** The instances that can match, by id. */
function* candidates(
  content: SqliteContent,
  definition: ModelDefinition,
  filter: Filter | null,
  { descending, start }: Range,
): Iterable<Instance> {
  const indexed = filter === null ? null : narrowed(content, definition, filter);
  if (indexed !== null) return yield* descending ? indexed.reverse() : indexed;
  const behind = start === null ? "" : `AND id ${descending ? "<" : ">"} ?`;
  const sql = `SELECT * FROM instance WHERE model = ? ${behind} ORDER BY id ${descending ? "DESC" : "ASC"}`;
  for (const row of content.iterate(sql, definition.id, ...start === null ? [] : [start])) yield instanceOf(row);
}

/** A list that an equality in the filter narrows, or `null`. */
function narrowed(content: SqliteContent, definition: ModelDefinition, filter: Filter): Instance[] | null {
  if ("and" in filter) {
    for (const one of filter.and) {
      const found = narrowed(content, definition, one);
      if (found !== null) return found;
    }
    return null;
  }
  if (!("field" in filter) || filter.op !== "eq" || filter.value === null) return null;
  if (filter.field === "id") {
    const row = content.prepared("SELECT * FROM instance WHERE model = ? AND id = ?").get(
      definition.id,
      String(filter.value),
    );
    return row === undefined ? [] : [instanceOf(row)];
  }
  return indexRows(content, definition, [filter.field], [filter.value]);
}

function indexRows(
  content: SqliteContent,
  definition: ModelDefinition,
  fields: readonly string[],
  values: readonly Json[],
): Instance[] | null {
  const name = fields.join();
  if (!indexedFields(definition).some((one) => one.join() === name)) return null;
  const sql = "SELECT instance.* FROM equal JOIN instance USING (model, id) " +
    "WHERE equal.model = ? AND fields = ? AND key = ? ORDER BY id";
  return content.prepared(sql).all(definition.id, name, keyOfValues(values)).map(instanceOf);
}
