/** What a command is about to change: the result of checks and pre hooks, before it has its place in the log. */
import type { Seq } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { HookDefinition, HookName, ModelDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Note } from "../hooks/runner.ts";
import type { Command, Condition } from "./command.ts";

/** The change of one instance. */
export interface PlannedInstance {
  readonly kind: "instance";
  /** The index of its operation. */
  readonly index: number;
  /** Whether the operation names this instance; others change because they refer to it. */
  readonly primary: boolean;
  readonly model: StoredModel;
  readonly id: string;
  /** What was there; its revision is 0 if an earlier operation of the command put it there. */
  readonly before: Instance | null;
  /** The new data; `null` deletes the instance. */
  readonly after: JsonObject | null;
  readonly condition: Condition | undefined;
  /** The ids of the files that the instance had before, with the value that is restored: they are not new to it. */
  readonly restored?: readonly string[];
}

/** The erasure of an instance's personal data. */
export interface PlannedErasure {
  readonly kind: "erasure";
  readonly model: StoredModel;
  readonly id: string;
  /** `null`: it was deleted before. */
  readonly before: Instance | null;
  readonly condition: Condition | undefined;
}

/** A new or changed definition. */
export interface PlannedModel {
  readonly kind: "model";
  readonly before: StoredModel | null;
  readonly definition: ModelDefinition;
  /** Of a new model: its hooks. */
  readonly hooks: readonly Omit<HookDefinition, "revision">[];
  /** Refuses the change if instances of the state, as it is then, do not allow it. */
  readonly check: () => Promise<void>;
}

/** A model that goes. */
export interface PlannedModelDeletion {
  readonly kind: "modelDeletion";
  /** Whether models may refer to it; then the references of their instances become null by the same command. */
  readonly force: boolean;
  readonly before: StoredModel;
}

/** A hook that is set, or goes. */
export interface PlannedHook {
  readonly kind: "hook";
  readonly model: StoredModel;
  readonly name: HookName;
  /** `null` deletes it. */
  readonly hook: Omit<HookDefinition, "revision"> | null;
  /** The hook that it replaces. */
  readonly before: HookDefinition | null;
}

/** A note of what is configured beside models. */
export interface PlannedConfiguration {
  readonly kind: "configuration";
  readonly what: string;
  readonly name: string;
  readonly payload: Json;
}

/** One change of a command. */
export type Planned =
  | PlannedInstance
  | PlannedErasure
  | PlannedModel
  | PlannedModelDeletion
  | PlannedHook
  | PlannedConfiguration;

/** A command that is ready to be decided. */
export interface Prepared {
  readonly command: Command;
  readonly changes: readonly Planned[];
  /** What hooks have read: a change of it makes the command start again. */
  readonly notes: readonly Note[];
  /** The place of the state that it was prepared at. */
  readonly seq: Seq;
  /** Deletes the keys that were made for its values; they are of no use unless its events are in the log. `null` without keys. */
  readonly discardKeys: (() => Promise<void>) | null;
}

/**
 * Whether a command changes definitions or erases: such a command is appended alone, so that all that is decided behind it knows
 * of it.
 */
export function changesDefinitions(command: Command): boolean {
  return command.operations.some(({ op }) => op.endsWith("Model") || op.endsWith("Hook") || op === "erase");
}
