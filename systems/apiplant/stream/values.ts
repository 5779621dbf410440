/** What events are about: the values that rules look at. */
import { fromEntry } from "../event/text.ts";
import type { Event, Seq } from "../event/event.ts";
import type { JsonObject } from "../json/json.ts";
import type { ModelRules } from "../commit/rules.ts";
import type { ModelDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import { instanceAfter } from "../state/overlay.ts";
import type { Core } from "../server/core.ts";
import { StorageError } from "../storage/roles.ts";

/** What an event is about. */
export interface Subject {
  /** Whether its model is the present one of that name, and not one that was deleted before. */
  readonly isPresent: boolean;
  /** The instance that it left, or that it deleted, as the present version of the model has it; `null` if it is not known. */
  readonly value: Instance | null;
}

const UNKNOWN: Subject = { isPresent: false, value: null };

/** Finds the values of events. */
export class EventValues {
  readonly #core: Pick<Core, "log" | "state" | "opened">;
  readonly #rules: ModelRules;
  /** The places of the first versions of present models. */
  readonly #begins = new WeakMap<ModelDefinition, Seq>();

  /** Reads from a server's log. */
  constructor(core: Pick<Core, "log" | "state" | "opened">, rules: ModelRules) {
    this.#core = core;
    this.#rules = rules;
  }

  /** What an event with its personal data decrypted is about. Rejects with a `StorageError`. */
  async of(event: Event): Promise<Subject> {
    const model = this.#core.state.model(event.model);
    if (model === null || !event.kind.startsWith("instance.")) return UNKNOWN;
    if (event.seq < await this.#beginOf(model)) return UNKNOWN;
    const source = event.kind === "instance.deleted" ? await this.#before(event) : event;
    const left = source === null ? null : instanceAfter(source);
    if (left === null) return { isPresent: true, value: null };
    const data = await this.#rules.migrated(left.data as JsonObject, left.modelVersion, model, this.#core.state);
    return { isPresent: true, value: { ...left, data } };
  }

  /** The event that a deletion's instance had before; `null` if the log does not have it any more. */
  async #before({ prev, model, instance }: Event): Promise<Event | null> {
    if (prev === undefined) return null;
    try {
      const entry = (await this.#core.log.read(prev, 1)).entries[0];
      const event = entry === undefined ? null : await this.#core.opened(fromEntry(entry));
      return event?.model === model && event.instance === instance ? event : null;
    } catch (error) {
      if (error instanceof StorageError && error.code === "compacted") return null;
      throw error;
    }
  }

  async #beginOf({ definition, definedAt }: StoredModel): Promise<Seq> {
    const known = this.#begins.get(definition);
    if (known !== undefined) return known;
    const first = definition.version === 1 ? null : await this.#core.state.modelVersion(definition.id, 1);
    const begin = first?.definedAt ?? definedAt;
    this.#begins.set(definition, begin);
    return begin;
  }
}
