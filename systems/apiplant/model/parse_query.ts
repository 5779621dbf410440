/** The order and the search of lists, and whole queries of hooks. */
import { isObject } from "../json/equal.ts";
import type { JsonObject } from "../json/json.ts";
import type { ModelDefinition } from "./definition.ts";
import { FIELD_TYPES } from "./field_types.ts";
import { parseFilter } from "./parse_filter.ts";
import type { Query, SortKey } from "./query.ts";
import { queryField, type Visibility, wrongQuery } from "./query_fields.ts";

const MAX_KEYS = 8;
const MAX_WORDS = 10;

/** The keys of `field,-field2`. */
export function parseSort(model: ModelDefinition, text: string, visibility: Visibility): readonly SortKey[] {
  const names = text.split(",");
  if (names.length > MAX_KEYS) throw wrongQuery(`\`sort\` must have at most ${MAX_KEYS} fields`, { parameter: "sort" });
  const keys = names.map((name): SortKey => {
    const descending = name.startsWith("-"), field = descending ? name.slice(1) : name;
    const { type } = queryField(model, field, "sort", visibility);
    if (FIELD_TYPES[type].order === null) {
      throw wrongQuery(`\`sort\` names ${field}, and fields of type ${type} have no order`, {
        parameter: "sort",
        field,
      });
    }
    return { field, descending };
  });
  if (new Set(keys.map(({ field }) => field)).size < keys.length) {
    throw wrongQuery("`sort` must name each field once", { parameter: "sort" });
  }
  return keys;
}

/** The words that a text of `search` has, and the fields that they are looked for in. */
export function parseSearch(
  model: ModelDefinition,
  text: string,
  visibility: Visibility,
): Pick<Query, "search" | "searchFields"> {
  const search = text.split(/\s+/).filter((word) => word !== "");
  if (search.length === 0 || search.length > MAX_WORDS) {
    throw wrongQuery(`\`search\` must have 1 to ${MAX_WORDS} words`, { parameter: "search" });
  }
  const searchFields = Object.entries(model.fields).flatMap(([name, { type, index, hidden }]) => {
    return type === "String" && index === true && !(hidden === true && visibility === "not hidden") ? [name] : [];
  });
  if (searchFields.length > 0) return { search, searchFields };
  throw wrongQuery(`\`search\` needs a String field of ${model.id} with "index": true`, { parameter: "search" });
}

/** The query that a hook asks. Hooks see hidden fields. */
export function hookQuery(
  model: ModelDefinition,
  { filter, sort, limit = 50 }: { readonly filter?: JsonObject; readonly sort?: string; readonly limit?: number },
  maxLimit: number,
): Query {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > maxLimit) {
    throw wrongQuery(`\`limit\` must be an integer from 1 to ${maxLimit}`, { parameter: "limit" });
  }
  if (sort !== undefined && typeof sort !== "string") {
    throw wrongQuery("`sort` must be a string", { parameter: "sort" });
  }
  if (filter !== undefined && !isObject(filter)) {
    throw wrongQuery("`filter` must be an object", { parameter: "filter" });
  }
  return {
    filter: filter === undefined ? null : parseFilter(model, filter, "all"),
    search: [],
    searchFields: [],
    sort: sort === undefined ? [] : parseSort(model, sort, "all"),
    after: null,
    offset: 0,
    limit,
    total: false,
  };
}
