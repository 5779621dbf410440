/** Answers queries from the tables: equal values and places narrow, the rest has the one meaning of all kinds. */
import type { Json } from "../../../json/json.ts";
import type { ModelDefinition } from "../../../model/definition.ts";
import { compileFilter, compileSearch } from "../../../model/filtering.ts";
import type { Instance } from "../../../model/instance.ts";
import type { Filter, Query } from "../../../model/query.ts";
import { compareInstances, compareToValues, sortValues } from "../../../model/sorting.ts";
import { indexedFields, keyOfValues } from "../../model/indexed_fields.ts";
import type { Page } from "../../roles.ts";
import { digestOf, instanceOf, OWN } from "./rows.ts";
import { integerIn, type SqlSession, textIn } from "./sql_session.ts";
import { bodies, bodiesAt, placeOf, type Tables } from "./tables.ts";

/** The most instances that an equality narrows to: more are read page by page. */
const MAX_NARROW = 2_000;

/** The instances of a model, as they are looked for. */
export class InstanceFinder {
  readonly #sql: SqlSession;
  readonly #tables: Tables;
  readonly #definition: ModelDefinition;

  /** Looks in the tables by the current definition. */
  constructor(sql: SqlSession, tables: Tables, definition: ModelDefinition) {
    this.#sql = sql;
    this.#tables = tables;
    this.#definition = definition;
  }

  /** A page of the instances that a query asks for. */
  async find(query: Query): Promise<Page> {
    const { filter, sort, after, limit, offset } = query, definition = this.#definition;
    const matches = testOf(definition, query);
    const byId = sort.length === 0 || sort[0]!.field === "id";
    const behind = compareToValues(definition, sort), compare = compareInstances(definition, sort);
    const needed = offset + limit + 1;
    // A page by id starts behind the last one; the number of all needs all.
    const start = byId && !query.total && after !== null ? placeOf(String(after[0])) : null;
    const descending = byId && sort[0]?.descending === true;
    let best: Instance[] = [], total = 0;
    for await (const instance of this.#candidates(filter, descending, start)) {
      if (!matches(instance)) continue;
      total++;
      if (after !== null && behind(instance, after) <= 0) continue;
      if (best.length < needed || !byId) best.push(instance);
      // The best so far are enough: more would only be dropped at the end.
      if (!byId && best.length >= 4 * needed + 100) best = best.sort(compare).slice(0, needed);
      if (byId && best.length === needed && !query.total) break;
    }
    const items = best.sort(compare).slice(offset, offset + limit);
    const more = best.length >= needed && items.length > 0;
    return { items, next: more ? sortValues(items.at(-1)!, sort) : null, total: query.total ? total : null };
  }

  /** How many instances a filter has. */
  async count(filter: Filter | null): Promise<number> {
    if (filter === null) {
      const sql = `SELECT count(*) FROM ${this.#tables.instance} WHERE model = ?`;
      return integerIn((await this.#sql.rows(sql, [this.#definition.id]))[0]?.[0]);
    }
    const matches = compileFilter(this.#definition, filter);
    let count = 0;
    for await (const instance of this.#candidates(filter, false, null)) if (matches(instance)) count++;
    return count;
  }

  /** The id of the first instance, by id, with these values. */
  async findEqual(fields: readonly string[], values: readonly Json[]): Promise<string | null> {
    if (values.includes(null)) return null;
    const filter: Filter = { and: fields.map((field, at) => ({ field, op: "eq", value: values[at]! })) };
    const matches = compileFilter(this.#definition, filter);
    const indexed = await this.#indexed(fields, values);
    for await (const instance of indexed ?? this.#candidates(null, false, null)) {
      if (matches(instance)) return instance.id;
    }
    return null;
  }

  /** The instance with an id. */
  async get(id: string): Promise<Instance | null> {
    return (await this.#at([placeOf(id)]))[0] ?? null;
  }

  /** All instances, by id. */
  all(): AsyncIterable<Instance> {
    return this.#candidates(null, false, null);
  }

  /** The instances that can match, by id. */
  async *#candidates(filter: Filter | null, descending: boolean, behind: string | null): AsyncGenerator<Instance> {
    const narrow = filter === null ? null : await this.#narrowed(filter);
    if (narrow !== null) return yield* descending ? narrow.reverse() : narrow;
    const range = { table: this.#tables.instance, model: this.#definition.id, descending, behind };
    for await (const body of bodies(this.#sql, range, OWN.instance)) yield instanceOf(body);
  }

  /** A list that an equality in the filter narrows, or `null`. */
  async #narrowed(filter: Filter): Promise<Instance[] | null> {
    if ("and" in filter) {
      for (const one of filter.and) {
        const found = await this.#narrowed(one);
        if (found !== null) return found;
      }
      return null;
    }
    if (!("field" in filter) || filter.op !== "eq" || filter.value === null) return null;
    if (filter.field === "id") return await this.#at([placeOf(String(filter.value))]);
    return await this.#indexed([filter.field], [filter.value]);
  }

  async #indexed(fields: readonly string[], values: readonly Json[]): Promise<Instance[] | null> {
    const { id } = this.#definition, name = fields.join(), key = keyOfValues(values);
    if (key === null || !indexedFields(this.#definition).some((one) => one.join() === name)) return null;
    const sql = `SELECT place FROM ${this.#tables.equal} WHERE model = ? AND digest = ?`;
    const rows = await this.#sql.rows(sql, [id, digestOf(fields, key)], MAX_NARROW + 1);
    if (rows.length > MAX_NARROW) return null;
    return await this.#at(rows.map(([place]) => textIn(place)));
  }

  /** The instances at some places, by id. */
  async #at(places: readonly string[]): Promise<Instance[]> {
    const range = { table: this.#tables.instance, model: this.#definition.id, places };
    const found = await bodiesAt(this.#sql, range, OWN.instance);
    return found.sort((one, other) => one.place < other.place ? -1 : 1).map(instanceOf);
  }
}

function testOf(definition: ModelDefinition, { filter, search, searchFields }: Query): (instance: Instance) => boolean {
  const filtered = compileFilter(definition, filter), searched = compileSearch(search, searchFields);
  return (instance) => filtered(instance) && searched(instance);
}
