/** A page of a query, collected from the instances that fit, in any order. */
import type { Json } from "../../json/json.ts";
import type { ModelDefinition } from "../../model/definition.ts";
import { compileFilter, compileSearch } from "../../model/filtering.ts";
import type { Instance } from "../../model/instance.ts";
import type { Query } from "../../model/query.ts";
import { compareInstances, compareToValues, sortValues } from "../../model/sorting.ts";
import type { Page } from "../roles.ts";

/** Keeps the best so far; how many fit is counted if the query asks for it. */
export class BestPage {
  readonly #query: Query;
  readonly #fits: (instance: Instance) => boolean;
  readonly #behind: (instance: Instance, values: readonly Json[]) => number;
  readonly #compare: (one: Instance, other: Instance) => number;
  readonly #byId: boolean;
  readonly #needed: number;
  #best: Instance[] = [];
  #total = 0;

  /** Nothing is collected yet. */
  constructor(definition: ModelDefinition, query: Query) {
    const { filter, search, searchFields, sort, offset, limit } = query;
    const filtered = compileFilter(definition, filter), searched = compileSearch(search, searchFields);
    this.#query = query;
    this.#fits = (instance) => filtered(instance) && searched(instance);
    this.#behind = compareToValues(definition, sort);
    this.#compare = compareInstances(definition, sort);
    this.#byId = sort.length === 0 || sort[0]!.field === "id";
    this.#needed = offset + limit + 1;
  }

  /** The order of ids in which instances should come, and the id behind which they may begin; `null` for the first. */
  get range(): { readonly descending: boolean; readonly start: string | null } {
    const { sort, after, total } = this.#query;
    // A page by id starts behind the last one; the number of all needs all.
    const start = this.#byId && !total && after !== null ? String(after[0]) : null;
    return { descending: this.#byId && sort[0]?.descending === true, start };
  }

  /** Takes an instance; gives whether no further one can change the page. */
  add(instance: Instance): boolean {
    if (!this.#fits(instance)) return false;
    this.#total++;
    const { after, total } = this.#query, needed = this.#needed;
    if (after !== null && this.#behind(instance, after) <= 0) return false;
    if (this.#best.length < needed || !this.#byId) this.#best.push(instance);
    // The best so far are enough: more would only be dropped at the end.
    if (!this.#byId && this.#best.length >= 4 * needed + 100) {
      this.#best = this.#best.sort(this.#compare).slice(0, needed);
    }
    return this.#byId && this.#best.length === needed && !total;
  }

  /** The page. */
  get page(): Page {
    const { sort, offset, limit, total } = this.#query;
    const items = this.#best.sort(this.#compare).slice(offset, offset + limit);
    const more = this.#best.length >= this.#needed && items.length > 0;
    return { items, next: more ? sortValues(items.at(-1)!, sort) : null, total: total ? this.#total : null };
  }
}
