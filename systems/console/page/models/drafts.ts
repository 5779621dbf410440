/**
 * What was typed and is not saved yet, by model server, as long as the page is open.
 *
 * @module
 */
import type { HookInfo, ModelInfo, ModelInstance, ModelValues } from "@fluxwire/console/api";
import { perSource } from "../server/per_source.ts";
import { type Signal, signal } from "../signals.ts";

/** Values that are not saved yet, and the instance that they change. */
export interface Draft {
  /** The instance as it was when the change began. */
  readonly base: ModelInstance;
  /** All values, with the changes. */
  readonly values: ModelValues;
}

/** An instance that is not made yet. */
export interface NewDraft {
  /** Its id; empty for one that the server chooses. */
  readonly id: string;
  /** Its values. */
  readonly values: ModelValues;
}

/** A definition that is not saved yet. */
export interface DefinitionDraft {
  /** The model as it was when the change began; null for a new one. */
  readonly base: ModelInfo | null;
  /** The text. */
  readonly text: string;
}

/** A hook that is not saved yet. */
export interface HookDraft {
  /** The hook as it was when the change began; null for one that is not set. */
  readonly base: HookInfo | null;
  /** The source. */
  readonly source: string;
  /** Its language. */
  readonly language: string;
}

/** One draft; null for none. */
export interface Kept<T> {
  /** The draft. */
  value: T | null;
}

/** The drafts of one kind. */
export class DraftsOf<T> {
  readonly #all: Signal<ReadonlyMap<string, T>> = signal(new Map());

  /** The draft of something. */
  of(key: string): Kept<T> {
    const all = this.#all;
    return {
      get value(): T | null {
        return all.value.get(key) ?? null;
      },
      set value(draft: T | null) {
        const next = new Map(all.value);
        if (draft === null) next.delete(key);
        else next.set(key, draft);
        all.value = next;
      },
    };
  }

  /** What has a draft and begins so, without that beginning. */
  under(start: string): string[] {
    return [...this.#all.value.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }
}

/** All drafts of one server. */
export class Drafts {
  readonly #instances = new DraftsOf<Draft>();
  readonly #created = new DraftsOf<NewDraft>();
  readonly #definitions = new DraftsOf<DefinitionDraft>();
  readonly #hooks = new DraftsOf<HookDraft>();

  /** That of an instance. */
  instance(model: string, id: string): Kept<Draft> {
    return this.#instances.of(`${model}/${id}`);
  }

  /** The ids of a model's instances that have one. */
  instances(model: string): string[] {
    return this.#instances.under(`${model}/`);
  }

  /** That of a new instance. */
  created(model: string): Kept<NewDraft> {
    return this.#created.of(model);
  }

  /** That of a definition; without a model, that of a new one. */
  definition(model: string | null): Kept<DefinitionDraft> {
    return this.#definitions.of(model ?? "");
  }

  /** That of a hook. */
  hook(model: string, hook: string): Kept<HookDraft> {
    return this.#hooks.of(`${model}/${hook}`);
  }

  /** Whether a model has any. */
  has(model: string): boolean {
    return this.instances(model).length > 0 || this.#hooks.under(`${model}/`).length > 0 ||
      this.created(model).value !== null || this.definition(model).value !== null;
  }
}

/** The drafts of a source; a page has them for as long as it is open. */
export const draftsOf: (session: object, source: string) => Drafts = perSource(() => new Drafts());
