/** Changes of instances that stand above a state. */
import type { Event } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { equalJson } from "../json/equal.ts";
import { memberOf } from "../json/member.ts";
import type { Instance } from "../model/instance.ts";
import { uniqueForm } from "../personal/envelope.ts";
import type { MaybePromise } from "../storage/roles.ts";
import type { Reader } from "./reader.ts";

/** What an overlay stands on: a state, or another overlay. */
export interface Below extends Pick<Reader, "get" | "findUnique"> {
  /** At most `max` instances of a model whose field refers to `id`, by id. A List refers to each of its items. */
  referring(model: string, field: string, isList: boolean, id: string, max: number): Promise<readonly Instance[]>;
}

const NOTHING: ReadonlyMap<string, Map<string, Instance | null>> = new Map();

/** Instances as they are after changes that the state below does not have. It is never a copy of that state. */
export class Overlay implements Below {
  readonly #below: Below;
  /** By model and id. Most overlays stay without a change. */
  #changed: ReadonlyMap<string, Map<string, Instance | null>> = NOTHING;

  /** Nothing is changed yet. */
  constructor(below: Below) {
    this.#below = below;
  }

  /** Whether an instance of the model is changed. */
  touches(model: string): boolean {
    return this.#changed.has(model);
  }

  /** Puts an instance above; `null` deletes it. */
  set(model: string, id: string, instance: Instance | null): void {
    let changed = this.#changed.get(model);
    if (changed === undefined) {
      changed = new Map();
      this.#changed = new Map([...this.#changed, [model, changed]]);
    }
    changed.set(id, instance);
  }

  /** Puts all changes of another overlay above. */
  take(other: Overlay): void {
    for (const [model, changed] of other.#changed) {
      for (const [id, instance] of changed) this.set(model, id, instance);
    }
  }

  get(model: string, id: string): MaybePromise<Instance | null> {
    const changed = this.#changed.get(model)?.get(id);
    return changed === undefined ? this.#below.get(model, id) : changed;
  }

  async findUnique(model: string, fields: readonly string[], values: readonly Json[]): Promise<string | null> {
    const changed = this.#changed.get(model), wanted = values.map(uniqueForm);
    for (const [id, instance] of changed ?? []) {
      if (
        instance !== null &&
        fields.every((name, at) => equalJson(uniqueForm(memberOf(instance.data, name)), wanted[at]))
      ) {
        return id;
      }
    }
    const below = await this.#below.findUnique(model, fields, values);
    return below !== null && changed?.has(below) ? null : below;
  }

  async referring(
    model: string,
    field: string,
    isList: boolean,
    id: string,
    max: number,
  ): Promise<readonly Instance[]> {
    const changed = this.#changed.get(model) ?? new Map<string, Instance | null>();
    const below = await this.#below.referring(model, field, isList, id, max + changed.size);
    const above = [...changed.values()].filter((instance) =>
      instance !== null && refersTo(instance, field, isList, id)
    );
    const found = [...below.filter((instance) => !changed.has(instance.id)), ...above as Instance[]];
    return found.sort((one, other) => one.id < other.id ? -1 : 1).slice(0, max);
  }
}

function refersTo(instance: Instance, field: string, isList: boolean, id: string): boolean {
  const value = memberOf(instance.data, field);
  return isList ? Array.isArray(value) && value.includes(id) : value === id;
}

/** The instance that an event of an instance leaves. */
export function instanceAfter(event: Event): Instance | null {
  const { kind } = event;
  if (kind !== "instance.created" && kind !== "instance.updated" && kind !== "instance.erased") return null;
  if (event.payload === undefined) return null;
  return {
    id: event.instance as string,
    revision: event.seq,
    modelVersion: event.modelVersion as number,
    createdAt: event.created ?? event.at,
    updatedAt: event.at,
    data: event.payload as JsonObject,
    ...event.erased && { erased: true },
  };
}
