/** What an event changes, the same for every model storage. */
import type { Event, Seq } from "../../event/event.ts";
import type { JsonObject } from "../../json/json.ts";
import type { HookDefinition, HookName, ModelDefinition, StoredModel } from "../../model/definition.ts";
import { changesData, migrateData } from "../../model/migrating.ts";

/** An instance to be kept; `createdAt` is `null` if that of the instance before stays. */
export interface PutInstance {
  readonly id: string;
  readonly revision: Seq;
  readonly modelVersion: number;
  readonly createdAt: string | null;
  readonly updatedAt: string;
  readonly data: JsonObject;
}

/** New data of an instance. */
export type ChangeData = (data: JsonObject) => JsonObject;

/** What the content of a model storage is changed by. Changes of a model that is not there do nothing. */
export interface Content {
  /**
   * Keeps a version of a model, which becomes its current one.
   *
   * @param change Makes the data of each instance anew; all else of them stays.
   */
  putModel(model: StoredModel, change: ChangeData | null): void;
  /** Removes a model with its versions, hooks and instances. */
  removeModel(id: string): void;
  /** Sets a hook, and the revision of its model. */
  putHook(model: string, hook: HookDefinition): void;
  /** Removes a hook, and sets the revision of its model. */
  removeHook(model: string, hook: HookName, revision: Seq): void;
  putInstance(model: string, instance: PutInstance): void;
  removeInstance(model: string, id: string): void;
}

/** Changes the content by an event. Kinds that this version does not know change nothing. */
export function applyEvent(content: Content, event: Event): void {
  const { model, seq } = event;
  switch (event.kind) {
    case "model.created":
    case "model.updated": {
      const definition = event.payload as unknown as ModelDefinition;
      const isChanged = event.kind === "model.updated" && changesData(definition);
      const stored = { definition, revision: seq, definedAt: seq };
      return content.putModel(stored, isChanged ? (data) => migrateData(data, definition) : null);
    }
    case "model.deleted":
      return content.removeModel(model);
    case "hook.updated": {
      const hook = event.payload as unknown as Omit<HookDefinition, "revision">;
      return content.putHook(model, { ...hook, revision: seq });
    }
    case "hook.deleted":
      return content.removeHook(model, event.instance as HookName, seq);
    case "instance.created":
    case "instance.updated":
      return content.putInstance(model, {
        id: event.instance!,
        revision: seq,
        modelVersion: event.modelVersion!,
        createdAt: event.kind === "instance.created" ? event.at : null,
        updatedAt: event.at,
        data: event.payload as JsonObject,
      });
    case "instance.erased":
      // An instance that was deleted before has no value to change.
      if (event.payload === undefined) return;
      return content.putInstance(model, {
        id: event.instance!,
        revision: seq,
        modelVersion: event.modelVersion!,
        createdAt: null,
        updatedAt: event.at,
        data: event.payload as JsonObject,
      });
    case "instance.deleted":
      return content.removeInstance(model, event.instance!);
  }
}
