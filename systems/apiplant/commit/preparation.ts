/** A command that is being prepared: what its operations see, and what they plan. */
import type { Seq } from "../event/event.ts";
import type { FileChecks } from "../files/file_checks.ts";
import { fileFields, filesIn } from "../files/file_fields.ts";
import type { StoredFile } from "../files/stored_file.ts";
import type { JsonObject } from "../json/json.ts";
import type { HookDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import { type HookReads, type Hooks, HOOKS_OF, type Note } from "../hooks/runner.ts";
import type { Personal } from "../personal/personal.ts";
import { isPersonal } from "../personal/personal_fields.ts";
import { Overlay } from "../state/overlay.ts";
import type { Reader } from "../state/reader.ts";
import type { State } from "../state/state.ts";
import type { EventStorage, MaybePromise } from "../storage/roles.ts";
import { type ChangeAction, type Command, signalOf } from "./command.ts";
import type { Planned, PlannedInstance, Prepared } from "./planned.ts";
import { Refusal } from "./refusal.ts";
import type { ModelRules } from "./rules.ts";

/** What preparing needs. */
export interface PreparationParts {
  readonly state: State;
  readonly log: EventStorage;
  readonly rules: ModelRules;
  readonly hooks: Hooks;
  readonly personal: Personal;
  /** The state with its personal data decrypted. */
  readonly opened: Reader;
  /** Resolves when personal data can be encrypted; rejects with a `Refusal` if its keys would end before it. */
  readonly requireKeys: () => Promise<void>;
  /** A new id for an instance. */
  readonly newId: () => string;
  /** Checks files; without it, no instance can have one. */
  readonly files?: FileChecks;
  /** How many instances a command may change because they refer to others. */
  readonly maxReferring: number;
  /** How many bytes the data that a patch leaves may have, as JSON; no limit without it. */
  readonly maxPayloadBytes?: number;
}

/** The state that the operations of one command see, and the changes that they plan. */
export class Preparation {
  readonly parts: PreparationParts;
  readonly command: Command;
  /** The state with the changes that are planned so far. */
  readonly overlay: Overlay;
  readonly changes: Planned[] = [];
  readonly notes: Note[] = [];
  /** The place of the state that it began at. */
  readonly #seq: Seq;
  readonly #made: { readonly model: string; readonly id: string; readonly key: string }[] = [];

  /** Nothing is planned yet. */
  constructor(command: Command, parts: PreparationParts) {
    this.command = command;
    this.parts = parts;
    this.overlay = new Overlay(parts.state);
    this.#seq = parts.state.seq;
  }

  /** The command as it is ready now. */
  prepared(): Prepared {
    const { command, changes, notes } = this, discardKeys = this.#made.length === 0 ? null : () => this.discardKeys();
    return { command, changes, notes, seq: this.#seq, discardKeys };
  }

  /** A model, or a `Refusal` with code `not_found`. */
  model(id: string): StoredModel {
    const model = this.parts.state.model(id);
    if (model === null) throw new Refusal("not_found", `No model is named ${JSON.stringify(id)}`);
    return model;
  }

  /** Runs the pre hook of an instance's change, if it has one, and plans what it leaves. */
  plan(change: PlannedInstance): MaybePromise<void> {
    const { definition } = change.model, hook = this.#hookOf(change);
    if (hook === null && !isPersonal(definition) && fileFields(definition).length === 0) {
      this.#permit(change, change.before, change.after);
      return this.#add(change);
    }
    return this.#planInSteps(change, hook);
  }

  /** Whether the sender may know of an instance. */
  async sees({ definition }: StoredModel, action: ChangeAction, instance: Instance | null): Promise<boolean> {
    const { permit } = this.command;
    if (permit === undefined || instance === null) return true;
    return permit.sees(definition, action, (await this.opened(definition.id, instance))!);
  }

  /** Whether the sender may read an instance. */
  async reads({ definition }: StoredModel, instance: Instance): Promise<boolean> {
    const { permit } = this.command;
    return permit === undefined || permit.reads(definition, (await this.opened(definition.id, instance))!);
  }

  /**
   * Refuses what the sender may not do. Where the command lands in the log, the instance and its model are still what they are
   * here, else it starts again. What changes because it refers to another is its model's decision.
   */
  #permit(change: PlannedInstance, before: Instance | null, after: JsonObject | null): void {
    const { permit } = this.command;
    if (permit === undefined || !change.primary) return;
    permit.change(change.model.definition, before, after === null ? null : provisional(change, after));
  }

  async #planInSteps(change: PlannedInstance, hook: HookDefinition | null): Promise<void> {
    const { definition } = change.model, opened = await this.opened(definition.id, change.before);
    // The hook sees what was there before; what it makes of new data is looked at behind it.
    if (opened !== null) this.#permit(change, opened, change.after);
    const left = hook === null ? change.after : await this.#afterHook(change, hook, opened);
    if (opened === null || left !== change.after) this.#permit(change, opened, left);
    if (left !== null) await this.#requireFiles(change, left);
    this.#add({ ...change, after: await this.#sealed(change, left, opened) });
  }

  /** Refuses files that the server does not keep, and those that the sender may not give. What the hook has given is not the sender's. */
  async #requireFiles(
    { model: { definition }, before, after, restored }: PlannedInstance,
    left: JsonObject,
  ): Promise<void> {
    const { permit } = this.command;
    const all = permit === undefined || after === null ? [] : filesIn(definition, after);
    const sent = all.filter(({ value }) => restored?.includes(value.id) !== true);
    const gives = async (file: StoredFile) =>
      !sent.some(({ value }) => value.id === file.value.id) || await permit!.gives(file);
    await this.parts.files?.require(definition, left, before?.data ?? null, gives);
  }

  #add(change: PlannedInstance): void {
    const { model, id, after } = change;
    this.changes.push(change);
    // What the only operation writes is read by none.
    if (change.primary && after !== null && this.command.operations.length === 1) return;
    this.overlay.set(model.definition.id, id, after === null ? null : provisional(change, after));
  }

  #hookOf({ model, before, after }: PlannedInstance): HookDefinition | null {
    const { pre } = HOOKS_OF[after === null ? "delete" : before === null ? "create" : "update"];
    const hook = this.parts.state.hooks(model.definition.id).find((one) => one.hook === pre);
    return hook === undefined || hook.options.enabled === false ? null : hook;
  }

  /** An instance with its personal data decrypted. */
  async opened(model: string, instance: Instance | null): Promise<Instance | null> {
    return instance === null ? null : await this.parts.personal.open(model, instance);
  }

  /** Deletes the keys that were made for values that no event has. */
  async discardKeys(): Promise<void> {
    for (const { model, id, key } of this.#made) await this.parts.personal.keys.discard(model, id, key);
  }

  /** New data with its personal fields encrypted. */
  async #sealed(
    { model: { definition }, id, before: sealed }: PlannedInstance,
    after: JsonObject | null,
    opened: Instance | null,
  ): Promise<JsonObject | null> {
    if (after === null || !isPersonal(definition)) return after;
    const { personal, requireKeys, state } = this.parts;
    await requireKeys();
    const before = sealed === null || opened === null ? null : { sealed, opened };
    const { data, made } = await personal.seal(definition, id, after, before, state.seq);
    if (made !== null) this.#made.push({ model: definition.id, id, key: made });
    return data;
  }

  async #afterHook(
    { model, id, after }: PlannedInstance,
    hook: HookDefinition,
    before: Instance | null,
  ): Promise<JsonObject | null> {
    const { actor, requestId, cause = null, signal } = this.command;
    const replaced = await this.parts.hooks.pre({
      model,
      hook,
      instance: id,
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
        return await this.opened(model, instance);
      },
      list: (model, query) => {
        const stored = this.model(model);
        return Promise.resolve(this.parts.opened.find(model, this.parts.rules.query(stored, query)));
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
