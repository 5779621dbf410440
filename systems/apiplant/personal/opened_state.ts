/** A state as everything beyond the write path reads it: with its personal data decrypted. */
import type { Seq } from "../event/event.ts";
import type { Json } from "../json/json.ts";
import type { HookDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Filter, Query } from "../model/query.ts";
import type { Reader } from "../state/reader.ts";
import type { MaybePromise, Page } from "../storage/roles.ts";
import type { Personal } from "./personal.ts";

/** Reads a state, and opens its instances. */
export class OpenedState implements Reader {
  readonly #state: Reader;
  readonly #personal: Personal;

  /** `state` has its personal data encrypted. */
  constructor(state: Reader, personal: Personal) {
    this.#state = state;
    this.#personal = personal;
  }

  get seq(): Seq {
    return this.#state.seq;
  }

  get redefinitions(): number {
    return this.#state.redefinitions;
  }

  models(): readonly StoredModel[] {
    return this.#state.models();
  }

  model(id: string): StoredModel | null {
    return this.#state.model(id);
  }

  modelVersion(id: string, version: number): MaybePromise<StoredModel | null> {
    return this.#state.modelVersion(id, version);
  }

  hooks(model: string): readonly HookDefinition[] {
    return this.#state.hooks(model);
  }

  get(model: string, id: string): MaybePromise<Instance | null> {
    const found = this.#state.get(model, id);
    const open = (instance: Instance | null) => instance === null ? null : this.#personal.open(model, instance);
    return found instanceof Promise ? found.then(open) : open(found);
  }

  find(model: string, query: Query): MaybePromise<Page> {
    const found = this.#state.find(model, query);
    const open = (page: Page): MaybePromise<Page> => {
      const items = page.items.map((one) => this.#personal.open(model, one));
      if (!items.some((one) => one instanceof Promise)) return page;
      return Promise.all(items).then((opened) => ({ ...page, items: opened }));
    };
    return found instanceof Promise ? found.then(open) : open(found);
  }

  count(model: string, filter: Filter | null): MaybePromise<number> {
    return this.#state.count(model, filter);
  }

  findUnique(model: string, fields: readonly string[], values: readonly Json[]): MaybePromise<string | null> {
    return this.#state.findUnique(model, fields, values);
  }
}
