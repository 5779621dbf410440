/** Lists of instances. */
import { requireSome } from "../auth/permit.ts";
import type { Allowance } from "../auth/rules.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { parseExact } from "../json/parse.ts";
import type { ModelDefinition, StoredModel } from "../model/definition.ts";
import { RESERVED } from "../model/field_types.ts";
import { parseCondition, parseFilter } from "../model/parse_filter.ts";
import { parseSearch, parseSort } from "../model/parse_query.ts";
import type { Filter, Query } from "../model/query.ts";
import { queryField, wrongQuery } from "../model/query_fields.ts";
import { type Answer, json } from "./answer.ts";
import { cursorOf, type CursorScope, valuesOf } from "./cursor.ts";
import type { Exchange } from "./exchange.ts";
import { Expansion } from "./expand.ts";

/** The parameters of lists. */
export const LIST_PARAMETERS = [
  "limit",
  "cursor",
  "offset",
  "sort",
  "fields",
  "total",
  "expand",
  "search",
  "bigint",
  "filter",
  "filter[",
] as const;

const DEFAULT_LIMIT = 50;
const MAX_OFFSET = 10_000;
const ONE_FILTER = /^filter\[([^\[\]]+)\](?:\[([^\[\]]+)\])?$/;

/** A page of a model's instances. */
export async function listInstances(exchange: Exchange): Promise<Answer> {
  const model = exchange.model(), { definition } = model, { state } = exchange.server.core;
  const allowed = requireSome(exchange.caller, definition, "list");
  const projection = projectionOf(exchange, definition),
    expansion = new Expansion(exchange, definition, exchange.parameter("expand"));
  expansion.checkNames(projection);
  const { query: asked, scope } = listQuery(exchange, model);
  const query = { ...asked, filter: withinAllowance(allowed, asked.filter) };
  const seq = state.seq, page = await state.find(definition.id, query);
  const items = await Promise.all(page.items.map(async (instance) => {
    return project(await expansion.expand(exchange.present(definition, instance)), projection);
  }));
  const next = page.next === null ? null : cursorOf(scope, page.next);
  const body: JsonObject = { items, next, ...(query.total ? { total: page.total } : {}) };
  return { ...json(body), seq };
}

/** A filter that leaves out the instances that the caller may not see. */
export function withinAllowance(allowed: Allowance, filter: Filter | null): Filter | null {
  if (typeof allowed === "string") return filter;
  return filter === null ? allowed : { and: [allowed, filter] };
}

/** The names of `fields`; `null` for all. */
export function projectionOf(exchange: Exchange, definition: ModelDefinition): ReadonlySet<string> | null {
  const text = exchange.parameter("fields");
  if (text === null) return null;
  const names = text.split(",");
  for (const name of names) queryField(definition, name, "fields", exchange.visibility);
  return new Set(names.filter((name) => !Object.hasOwn(RESERVED, name)));
}

/** An instance whose data has only the named fields. */
export function project(instance: JsonObject, names: ReadonlySet<string> | null): JsonObject {
  if (names === null) return instance;
  const data = Object.fromEntries(Object.entries(instance.data as JsonObject).filter(([name]) => names.has(name)));
  return { ...instance, data };
}

function listQuery(exchange: Exchange, { definition, definedAt }: StoredModel): { query: Query; scope: CursorScope } {
  const { pageMax } = exchange.server.config.limits;
  const sortText = exchange.parameter("sort"),
    searchText = exchange.parameter("search"),
    cursor = exchange.parameter("cursor");
  const sort = sortText === null ? [] : parseSort(definition, sortText, exchange.visibility);
  const found = searchText === null
    ? { search: [], searchFields: [] }
    : parseSearch(definition, searchText, exchange.visibility);
  const offset = exchange.integer("offset", 0, 0, MAX_OFFSET);
  if (cursor !== null && exchange.parameter("offset") !== null) {
    throw wrongQuery("`offset` must not be given with `cursor`", { parameter: "offset" });
  }
  const filters = filtersOf(exchange, definition);
  const scope = { model: definition.id, definedAt, list: scopeText(exchange) };
  const keys = sort.some(({ field }) => field === "id")
    ? sort.findIndex(({ field }) => field === "id") + 1
    : sort.length + 1;
  const query: Query = {
    filter: filters.length === 0 ? null : filters.length === 1 ? filters[0]! : { and: filters },
    ...found,
    sort,
    after: cursor === null ? null : valuesOf(cursor, scope, keys),
    offset,
    limit: exchange.integer("limit", Math.min(DEFAULT_LIMIT, pageMax), 1, pageMax),
    total: exchange.flag("total"),
  };
  return { query, scope };
}

/** The parameters that decide which instances a list has, and in which order. */
function scopeText({ address }: Exchange): string {
  const names = [...address.parameters].filter(([name]) =>
    name === "sort" || name === "search" || name.startsWith("filter")
  );
  return names.map(([name, value]) => `${name}=${value}`).toSorted().join("&");
}

function filtersOf({ address, visibility }: Exchange, definition: ModelDefinition): Filter[] {
  return [...address.parameters].flatMap(([parameter, value]): Filter[] => {
    if (parameter === "filter") return [parseFilter(definition, filterJson(value), visibility)];
    if (!parameter.startsWith("filter[")) return [];
    const match = ONE_FILTER.exec(parameter);
    if (match === null) {
      throw wrongQuery(`\`${parameter.slice(0, 64)}\` must be filter[field] or filter[field][op]`, {
        parameter: parameter.slice(0, 64),
      });
    }
    return [parseCondition(definition, parameter, match[1]!, match[2] ?? "eq", value, visibility)];
  });
}

function filterJson(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    throw wrongQuery("`filter` must be an object of JSON", { parameter: "filter" });
  }
}
