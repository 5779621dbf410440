/** Answers queries from the tables: equal values and places narrow, the rest has the one meaning of all kinds. */
import type { Json } from "../../../json/json.ts";
import type { ModelDefinition } from "../../../model/definition.ts";
import { compileFilter } from "../../../model/filtering.ts";
import type { Instance } from "../../../model/instance.ts";
import type { Filter, Query } from "../../../model/query.ts";
import { BestPage } from "../../model/best_page.ts";
import { equalityKey, indexedFields, keyOfValues } from "../../model/indexed_fields.ts";
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
    const best = new BestPage(this.#definition, query), { descending, start } = best.range;
    for await (const instance of this.#candidates(query.filter, descending, start === null ? null : placeOf(start))) {
      if (best.add(instance)) break;
    }
    return best.page;
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
    const matches = this.#equalTo(fields, values);
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

  /** Of indexed fields by their keys: encrypted values that are equal differ in all else. */
  #equalTo(fields: readonly string[], values: readonly Json[]): (instance: Instance) => boolean {
    if (this.#isIndexed(fields)) {
      const key = keyOfValues(values);
      return (instance) => key !== null && equalityKey(instance, fields) === key;
    }
    return compileFilter(this.#definition, {
      and: fields.map((field, at) => ({ field, op: "eq", value: values[at]! })),
    });
  }

  #isIndexed(fields: readonly string[]): boolean {
    return indexedFields(this.#definition).some((one) => one.join() === fields.join());
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
    const { id } = this.#definition, key = keyOfValues(values);
    if (key === null || !this.#isIndexed(fields)) return null;
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
