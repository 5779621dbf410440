/** Answers queries from a collection in memory. */
import type { Json } from "../../json/json.ts";
import type { ModelDefinition } from "../../model/definition.ts";
import { compileFilter, compileSearch, type Test } from "../../model/filtering.ts";
import type { Instance } from "../../model/instance.ts";
import type { Filter, Query } from "../../model/query.ts";
import { compareInstances, compareToValues, sortValues } from "../../model/sorting.ts";
import type { Page } from "../roles.ts";
import type { Collection } from "./collection.ts";

/** A page of the instances that a query asks for. */
export function findInstances(collection: Collection, query: Query): Page {
  const { definition } = collection;
  const { filter, sort, after, limit } = query;
  const test = testOf(definition, query);
  const few = candidates(collection, filter);
  const compare = compareToValues(definition, sort);
  const before = (one: Instance) => compare(one, after!) <= 0;
  const order = few === null ? collection.order(sort) : null;
  const all = order?.instances ?? few!.sort(compareInstances(definition, sort));
  const start = after === null ? 0 : order?.placeOf(before) ?? all.filter(before).length;
  const items: Instance[] = [];
  let skip = query.offset, more = false;
  for (let at = start; at < all.length; at++) {
    if (!test(all[at]!) || skip-- > 0) continue;
    if (items.length === limit) {
      more = true;
      break;
    }
    items.push(all[at]!);
  }
  const total = !query.total ? null : test === everything ? all.length : all.filter(test).length;
  return { items, next: more && items.length > 0 ? sortValues(items.at(-1)!, sort) : null, total };
}

/** How many instances a filter has. */
export function countInstances(collection: Collection, filter: Filter | null): number {
  if (filter === null) return collection.size;
  return (candidates(collection, filter) ?? collection.order([]).instances).filter(
    compileFilter(collection.definition, filter),
  ).length;
}

/** The id of the first instance, by id, with these values. */
export function findEqual(collection: Collection, fields: readonly string[], values: readonly Json[]): string | null {
  if (values.includes(null)) return null;
  const found = collection.indexed(fields, values);
  if (found !== null) return [...found].sort()[0] ?? null;
  const filter: Filter = { and: fields.map((field, at) => ({ field, op: "eq", value: values[at]! })) };
  const test = compileFilter(collection.definition, filter);
  return collection.order([]).instances.find(test)?.id ?? null;
}

const everything: Test = () => true;

function testOf(definition: ModelDefinition, { filter, search, searchFields }: Query): Test {
  if (filter === null && search.length === 0) return everything;
  const filtered = compileFilter(definition, filter), searched = compileSearch(search, searchFields);
  return (instance) => filtered(instance) && searched(instance);
}

/** Beyond this share of a collection an index is no help: sorting its instances costs more than a look at all in order. */
const FEW = 1 / 16;

/** All instances that can match, in no order, if an index has them and they are few. */
function candidates(collection: Collection, filter: Filter | null): Instance[] | null {
  const ids = filter === null ? null : narrowest(collection, filter);
  if (ids === null || ids.size > Math.max(64, collection.size * FEW)) return null;
  return Array.from(ids, (id) => collection.get(id)).filter((one) => one !== null);
}

/** The smallest set of ids that an equality of the filter gives. */
function narrowest(collection: Collection, filter: Filter): ReadonlySet<string> | null {
  if ("and" in filter) {
    const sets = filter.and.map((one) => narrowest(collection, one)).filter((set) => set !== null);
    return sets.sort((one, other) => one.size - other.size)[0] ?? null;
  }
  if (!("field" in filter) || filter.op !== "eq" || filter.value === null) return null;
  return filter.field === "id" ? new Set([String(filter.value)]) : collection.indexed([filter.field], [filter.value]);
}
