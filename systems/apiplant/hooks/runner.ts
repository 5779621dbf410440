/** What the write path needs of hooks. */
import type { Event, EventKind } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { HookDefinition, HookName, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { MaybePromise, Page } from "../storage/roles.ts";
import type { Cause, Seq } from "../event/event.ts";

/** Reads of a hook that is running. What a pre hook gets is noted, and checked when the change is decided. */
export interface HookReads {
  get(model: string, id: string): Promise<Instance | null>;
  list(model: string, query: { filter?: JsonObject; sort?: string; limit?: number }): Promise<Page>;
}

/** A call of a pre hook. */
export interface PreCall {
  readonly model: StoredModel;
  readonly hook: HookDefinition;
  readonly instance: string | null;
  readonly before: Instance | null;
  /** The new data, defaults applied; `null` for a deletion. */
  readonly after: JsonObject | null;
  readonly actor: string;
  readonly requestId: string;
  readonly cause: Cause | null;
  readonly reads: HookReads;
  readonly signal: AbortSignal;
}

/** An instance that a pre hook read, with its revision then; `null` if it did not exist. */
export interface Note {
  readonly model: string;
  readonly id: string;
  readonly revision: Seq | null;
}

/** The hooks of a server. */
export interface Hooks {
  /** Loads a hook's source once, apart from the server. Rejects with a `Refusal` of `hook_source` or `hook_name`. */
  check(model: string, hook: Omit<HookDefinition, "revision">): Promise<void>;
  /** Runs a pre hook. Resolves to the payload that replaces the one given, or `undefined`. Rejects with a `Refusal`. */
  pre(call: PreCall): Promise<Json | undefined>;
  /**
   * Resolves when the post hooks that the answer waits for have ended, of events that are applied. It never rejects: failures
   * go to the error storage.
   */
  post(events: readonly Event[]): MaybePromise<void>;
}

/** The name of the post hook of events of a kind; null if they have none. */
export function postHookOf(kind: EventKind): HookName | null {
  if (kind === "instance.created") return HOOKS_OF.create.post;
  if (kind === "instance.updated") return HOOKS_OF.update.post;
  return kind === "instance.deleted" ? HOOKS_OF.delete.post : null;
}

/** Which hooks an event has, by its kind. */
export const HOOKS_OF: Readonly<Record<"create" | "update" | "delete", { pre: HookName; post: HookName }>> = {
  create: { pre: "preCreate", post: "postCreate" },
  update: { pre: "preUpdate", post: "postUpdate" },
  delete: { pre: "preDelete", post: "postDelete" },
};
