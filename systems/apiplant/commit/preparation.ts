/** A command that is being prepared: what its operations see, and what they plan. */
import type { FileChecks } from "../files/file_checks.ts";
import type { JsonObject } from "../json/json.ts";
import type { StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import { type HookReads, type Hooks, HOOKS_OF, type Note } from "../hooks/runner.ts";
import { Overlay } from "../state/overlay.ts";
import type { State } from "../state/state.ts";
import type { EventStorage } from "../storage/roles.ts";
import { type Command, signalOf } from "./command.ts";
import type { Planned, PlannedInstance } from "./planned.ts";
import { Refusal } from "./refusal.ts";
import type { ModelRules } from "./rules.ts";

/** What preparing needs. */
export interface PreparationParts {
  readonly state: State;
  readonly log: EventStorage;
  readonly rules: ModelRules;
  readonly hooks: Hooks;
  /** A new id for an instance. */
  readonly newId: () => string;
  /** Checks files; without it, no instance can have one. */
  readonly files?: FileChecks;
  /** How many instances a command may change because they refer to others. */
  readonly maxReferring: number;
}

/** The state that the operations of one command see, and the changes that they plan. */
export class Preparation {
  readonly parts: PreparationParts;
  readonly command: Command;
  /** The state with the changes that are planned so far. */
  readonly overlay: Overlay;
  readonly changes: Planned[] = [];
  readonly notes: Note[] = [];

  /** Nothing is planned yet. */
  constructor(command: Command, parts: PreparationParts) {
    this.command = command;
    this.parts = parts;
    this.overlay = new Overlay(parts.state);
  }

  /** A model, or a `Refusal` with code `not_found`. */
  model(id: string): StoredModel {
    const model = this.parts.state.model(id);
    if (model === null) throw new Refusal("not_found", `No model is named ${JSON.stringify(id)}`);
    return model;
  }

  /** Runs the pre hook of an instance's change, and plans what it leaves. */
  async plan(change: PlannedInstance): Promise<void> {
    const { model, id } = change;
    const after = await this.#afterHook(change);
    if (after !== null) await this.parts.files?.require(model.definition, after, change.before?.data ?? null);
    const planned = { ...change, after };
    this.changes.push(planned);
    this.overlay.set(model.definition.id, id, after === null ? null : provisional(planned, after));
  }

  async #afterHook(change: PlannedInstance): Promise<JsonObject | null> {
    const { model, before, after } = change;
    const names = HOOKS_OF[after === null ? "delete" : before === null ? "create" : "update"];
    const hook = this.parts.state.hooks(model.definition.id).find((one) => one.hook === names.pre);
    if (hook === undefined || hook.options.enabled === false) return after;
    const { actor, requestId, cause = null, signal } = this.command;
    const replaced = await this.parts.hooks.pre({
      model,
      hook,
      instance: change.id,
      before,
      after,
      actor,
      requestId,
      cause,
      reads: this.#reads(),
      signal: signalOf(signal),
    });
    return replaced === undefined || after === null ? after : this.parts.rules.data(model, replaced, before);
  }

  #reads(): HookReads {
    return {
      get: async (model, id) => {
        const instance = this.parts.state.model(model) === null ? null : await this.overlay.get(model, id);
        // What the command itself has planned is not noted: it has no revision yet.
        if (instance === null || instance.revision !== 0) {
          this.notes.push({ model, id, revision: instance?.revision ?? null });
        }
        return instance;
      },
      list: (model, query) => {
        const stored = this.model(model);
        return Promise.resolve(this.parts.state.find(model, this.parts.rules.query(stored, query)));
      },
    };
  }
}

/** An instance as later operations of the same command see it. */
export function provisional(
  { id, model, before }: Pick<PlannedInstance, "id" | "model" | "before">,
  data: JsonObject,
): Instance {
  const createdAt = before?.createdAt ?? "";
  return { id, revision: 0, modelVersion: model.definition.version, createdAt, updatedAt: "", data };
}
