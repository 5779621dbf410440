/** Models and hooks in memory, as events make them. */
import type { Event } from "../event/event.ts";
import type { HookDefinition, HookName, ModelDefinition, StoredModel } from "../model/definition.ts";

/** The current models with their hooks. */
export class Definitions {
  readonly #models = new Map<string, StoredModel>();
  /** By model, in the order of their names: they are asked for by each change. */
  readonly #hooks = new Map<string, readonly HookDefinition[]>();

  /** All models, by id. */
  models(): readonly StoredModel[] {
    return [...this.#models.values()].sort((one, other) => one.definition.id < other.definition.id ? -1 : 1);
  }

  /** A model, or `null`. */
  model(id: string): StoredModel | null {
    return this.#models.get(id) ?? null;
  }

  /** The hooks of a model, by name. */
  hooks(model: string): readonly HookDefinition[] {
    return this.#hooks.get(model) ?? [];
  }

  /** Puts a model with all its hooks. */
  set(model: StoredModel, hooks: readonly HookDefinition[]): void {
    this.#models.set(model.definition.id, model);
    this.#hooks.set(model.definition.id, byName(hooks));
  }

  /** Takes an event; those of instances change nothing. */
  apply(event: Event): void {
    switch (event.kind) {
      case "model.created":
      case "model.updated":
        this.#models.set(event.model, {
          definition: event.payload as unknown as ModelDefinition,
          revision: event.seq,
          definedAt: event.seq,
        });
        break;
      case "model.deleted":
        this.#models.delete(event.model);
        this.#hooks.delete(event.model);
        break;
      case "hook.updated":
      case "hook.deleted":
        this.#applyHook(event);
        break;
    }
  }

  #applyHook(event: Event): void {
    const model = this.#models.get(event.model);
    if (model !== undefined) this.#models.set(event.model, { ...model, revision: event.seq });
    const others = this.hooks(event.model).filter(({ hook }) => hook !== event.instance as HookName);
    if (event.kind === "hook.deleted") return void this.#hooks.set(event.model, others);
    const hook = { ...event.payload as unknown as Omit<HookDefinition, "revision">, revision: event.seq };
    this.#hooks.set(event.model, byName([...others, hook]));
  }
}

function byName(hooks: readonly HookDefinition[]): readonly HookDefinition[] {
  return hooks.toSorted((one, other) => one.hook < other.hook ? -1 : 1);
}
