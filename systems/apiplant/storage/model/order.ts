/** Instances in an order. */
import type { Instance } from "../../model/instance.ts";
import type { Compare } from "../../model/sorting.ts";

/** Keeps instances sorted; new ids are mostly the greatest, so that most additions are at the end. */
export class Order {
  readonly #compare: Compare<Instance>;
  readonly #sorted: Instance[];

  /** Sorts instances of which no two are equal. */
  constructor(compare: Compare<Instance>, instances: Iterable<Instance> = []) {
    this.#compare = compare;
    this.#sorted = [...instances].sort(compare);
  }

  get instances(): readonly Instance[] {
    return this.#sorted;
  }

  add(instance: Instance): void {
    const last = this.#sorted.at(-1);
    if (last === undefined || this.#compare(last, instance) < 0) this.#sorted.push(instance);
    else this.#sorted.splice(this.placeOf((one) => this.#compare(one, instance) < 0), 0, instance);
  }

  remove(instance: Instance): void {
    const at = this.placeOf((one) => this.#compare(one, instance) < 0);
    if (this.#sorted[at] === instance) this.#sorted.splice(at, 1);
  }

  /** Puts an instance in place of another. */
  replace(before: Instance, after: Instance): void {
    if (this.#compare(before, after) !== 0) {
      this.remove(before);
      this.add(after);
    } else this.#sorted[this.placeOf((one) => this.#compare(one, before) < 0)] = after;
  }

  /** How many instances from the start are `before`. */
  placeOf(before: (instance: Instance) => boolean): number {
    let low = 0, high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(this.#sorted[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
