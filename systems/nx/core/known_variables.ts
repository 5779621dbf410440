/**
 * The variables that a core has written last, so that a new value needs one request and no read.
 *
 * @module
 */
import type { ModelData } from "./model_data.ts";

/** A variable as the model server has it. */
export interface StoredVariable {
  readonly revision: string;
  readonly data: ModelData;
}

/** How much is kept, in UTF-16 units of JSON: the variables that were not used for longest go first. */
const MAX_UNITS = 8 << 20;
/** What a variable costs besides its JSON. */
const OVERHEAD = 500;

/** A bounded memory. What another program has changed is found by the revision. */
export class KnownVariables {
  readonly #kept = new Map<string, StoredVariable>();
  #units = 0;

  /** The variable with an id, or `null` if it is not kept. */
  get(id: string): StoredVariable | null {
    const variable = this.#kept.get(id);
    if (variable === undefined) return null;
    this.#kept.delete(id);
    this.#kept.set(id, variable);
    return variable;
  }

  /** Keeps a variable, in place of what was kept of it. */
  set(id: string, variable: StoredVariable): void {
    this.forget(id);
    this.#kept.set(id, variable);
    this.#units += unitsOf(variable);
    for (const [oldest] of this.#kept) {
      if (this.#units <= MAX_UNITS) return;
      this.forget(oldest);
    }
  }

  /** Keeps nothing of a variable. */
  forget(id: string): void {
    const variable = this.#kept.get(id);
    if (variable === undefined) return;
    this.#kept.delete(id);
    this.#units -= unitsOf(variable);
  }

  /** How many are kept. */
  get size(): number {
    return this.#kept.size;
  }
}

function unitsOf({ data }: StoredVariable): number {
  return [...data.values()].reduce((sum, json) => sum + json.length, OVERHEAD);
}
