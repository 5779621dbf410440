/** The instances of a model in memory, with what finds them. */
import type { Json } from "../../json/json.ts";
import type { ModelDefinition } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import type { SortKey } from "../../model/query.ts";
import { compareInstances } from "../../model/sorting.ts";
import type { ChangeData, PutInstance } from "./applying.ts";
import { EqualityIndex } from "./equality_index.ts";
import { indexedFields } from "./indexed_fields.ts";
import { Order } from "./order.ts";

/** How many orders besides that by id are kept for a model; the least recently used goes first. */
const MAX_ORDERS = 8;

/** Instances by id, in orders, and by equal values. */
export class Collection {
  readonly #instances = new Map<string, Instance>();
  #byId: Order;
  /** By the text of their keys. */
  readonly #orders = new Map<string, Order>();
  /** By the names of their fields. */
  #indexes: Map<string, EqualityIndex>;
  #definition: ModelDefinition;

  /** Starts empty. */
  constructor(definition: ModelDefinition) {
    this.#definition = definition;
    this.#byId = new Order(compareInstances(definition, []));
    this.#indexes = indexesOf(definition);
  }

  get definition(): ModelDefinition {
    return this.#definition;
  }

  get size(): number {
    return this.#instances.size;
  }

  get(id: string): Instance | null {
    return this.#instances.get(id) ?? null;
  }

  put(put: PutInstance): void {
    const before = this.#instances.get(put.id);
    const { id, revision, modelVersion, updatedAt, data } = put;
    const createdAt = put.createdAt ?? before?.createdAt ?? updatedAt;
    this.#replace(before, { id, revision, modelVersion, createdAt, updatedAt, data });
  }

  remove(id: string): void {
    const before = this.#instances.get(id);
    if (before === undefined) return;
    this.#instances.delete(id);
    for (const order of this.#allOrders()) order.remove(before);
    for (const index of this.#indexes.values()) index.remove(before);
  }

  /** Follows a new definition: data is changed, orders and indexes are made anew. */
  define(definition: ModelDefinition, change: ChangeData | null): void {
    this.#definition = definition;
    if (change !== null) {
      for (const [id, one] of this.#instances) this.#instances.set(id, { ...one, data: change(one.data) });
    }
    this.#byId = new Order(compareInstances(definition, []), this.#instances.values());
    this.#orders.clear();
    this.#indexes = indexesOf(definition);
    for (const index of this.#indexes.values()) for (const one of this.#instances.values()) index.add(one);
  }

  /** All instances in the order of these keys. */
  order(sort: readonly SortKey[]): Order {
    if (sort.length === 0) return this.#byId;
    const key = sort.map(({ field, descending }) => `${descending ? "-" : ""}${field}`).join();
    const order = this.#orders.get(key) ??
      new Order(compareInstances(this.#definition, sort), this.#instances.values());
    this.#orders.delete(key);
    this.#orders.set(key, order);
    if (this.#orders.size > MAX_ORDERS) this.#orders.delete(this.#orders.keys().next().value!);
    return order;
  }

  /** The ids of the instances with equal values, or `null` if no index has these fields. */
  indexed(fields: readonly string[], values: readonly Json[]): ReadonlySet<string> | null {
    return this.#indexes.get(fields.join())?.find(values) ?? null;
  }

  #replace(before: Instance | undefined, after: Instance): void {
    this.#instances.set(after.id, after);
    for (const order of this.#allOrders()) {
      if (before === undefined) order.add(after);
      else order.replace(before, after);
    }
    for (const index of this.#indexes.values()) {
      if (before !== undefined) index.remove(before);
      index.add(after);
    }
  }

  #allOrders(): Order[] {
    return [this.#byId, ...this.#orders.values()];
  }
}

function indexesOf(definition: ModelDefinition): Map<string, EqualityIndex> {
  return new Map(indexedFields(definition).map((fields) => [fields.join(), new EqualityIndex(fields)]));
}
