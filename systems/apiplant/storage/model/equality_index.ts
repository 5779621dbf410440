/** Ids of instances by the values of some fields. */
import type { Json } from "../../json/json.ts";
import type { Instance } from "../../model/instance.ts";
import { equalityKey, keyOfValues } from "./indexed_fields.ts";

/** Finds instances by equal values. Instances of which a field is null are not in it. */
export class EqualityIndex {
  readonly #fields: readonly string[];
  /** One id, or several. Most values have one. */
  readonly #ids = new Map<string, string | Set<string>>();

  /** Starts an empty index of these fields. */
  constructor(fields: readonly string[]) {
    this.#fields = fields;
  }

  add(instance: Instance): void {
    const key = equalityKey(instance, this.#fields);
    if (key === null) return;
    const ids = this.#ids.get(key);
    if (ids === undefined) this.#ids.set(key, instance.id);
    else if (typeof ids !== "string") ids.add(instance.id);
    else if (ids !== instance.id) this.#ids.set(key, new Set([ids, instance.id]));
  }

  remove(instance: Instance): void {
    const key = equalityKey(instance, this.#fields);
    const ids = key === null ? undefined : this.#ids.get(key);
    if (ids === instance.id) this.#ids.delete(key!);
    else if (ids instanceof Set) {
      ids.delete(instance.id);
      if (ids.size === 0) this.#ids.delete(key!);
    }
  }

  /** The ids of the instances with these values, in the order of the fields. */
  find(values: readonly Json[]): ReadonlySet<string> {
    const key = keyOfValues(values);
    const ids = key === null ? undefined : this.#ids.get(key);
    return typeof ids === "string" ? new Set([ids]) : ids ?? NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();
