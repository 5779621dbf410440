/** What a request asks the write path to do, and what comes back. */
import type { Cause, Idempotency, Seq } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { HookDefinition, HookName, ModelDefinition, StoredModel } from "../model/definition.ts";
import type { StoredFile } from "../files/stored_file.ts";
import type { Instance } from "../model/instance.ts";

/** A condition on the revision: a number, or `*` for any that exists. `none` means that it must not exist. */
export type Condition = Seq | "*" | "none";

/** One change. `ifMatch` refuses it unless the revision is this. */
export type Operation =
  | {
    readonly op: "createModel";
    readonly definition: Omit<ModelDefinition, "version">;
    readonly hooks?: readonly Omit<HookDefinition, "revision">[];
  }
  | {
    readonly op: "updateModel";
    readonly model: string;
    /** A whole definition, or the merge patch of one. */
    readonly body: JsonObject;
    readonly patch: boolean;
    readonly ifMatch?: Condition;
  }
  | { readonly op: "deleteModel"; readonly model: string; readonly force: boolean; readonly ifMatch?: Condition }
  | {
    readonly op: "setHook";
    readonly model: string;
    readonly hook: Omit<HookDefinition, "revision">;
    readonly ifMatch?: Condition;
  }
  | { readonly op: "deleteHook"; readonly model: string; readonly hook: HookName; readonly ifMatch?: Condition }
  | { readonly op: "create"; readonly model: string; readonly id?: string; readonly data: Json }
  | {
    readonly op: "update";
    readonly model: string;
    readonly id: string;
    readonly data: Json;
    readonly ifMatch?: Condition;
  }
  | {
    readonly op: "patch";
    readonly model: string;
    readonly id: string;
    readonly data: Json;
    readonly ifMatch?: Condition;
  }
  | { readonly op: "delete"; readonly model: string; readonly id: string; readonly ifMatch?: Condition }
  /** Erases personal data, also of an instance that was deleted. */
  | { readonly op: "erase"; readonly model: string; readonly id: string; readonly ifMatch?: Condition }
  | { readonly op: "restore"; readonly model: string; readonly id: string; readonly revision: Seq }
  | {
    /** Notes a change of what is configured beside models, such as keys; the payload has no secret. */
    readonly op: "configure";
    readonly what: string;
    readonly name: string;
    readonly payload: Json;
  };

/** Actions on instances that change something, or show what was. */
export type ChangeAction = "create" | "update" | "delete" | "history";

/** What the sender of a command may do. Instances have their personal data decrypted. */
export interface Permit {
  /** Refuses an action that the sender may do on no instance of the model. */
  some(definition: ModelDefinition, action: ChangeAction): void;
  /** Whether the sender may know of an instance; refuses one that it may read, and on which it may not do the action. */
  sees(definition: ModelDefinition, action: ChangeAction, before: Instance): boolean;
  /** Whether the sender may read an instance. */
  reads(definition: ModelDefinition, instance: Instance): boolean;
  /** Refuses a change: `before` is `null` for a creation, `after` for a deletion. */
  change(definition: ModelDefinition, before: Instance | null, after: Instance | null): void;
  /** Whether the sender may give a file to an instance. Rejects with a `StorageError`. */
  gives(file: StoredFile): Promise<boolean>;
}

/** Stops a change before its append: an `AbortSignal`, or what makes one when it is asked for. */
export type Ending = AbortSignal | {
  readonly aborted: boolean;
  readonly reason: unknown;
  readonly signal: AbortSignal;
  throwIfAborted(): void;
};

/** The signal of an ending. */
export function signalOf(ending: Ending): AbortSignal {
  return ending instanceof AbortSignal ? ending : ending.signal;
}

/** One request's changes: all are made, or none. */
export interface Command {
  readonly operations: readonly Operation[];
  /** Whether it is a batch: a refusal then names the index of its operation. */
  readonly batch: boolean;
  readonly actor: string;
  /** What the sender may do; hooks and the server itself need no permit. */
  readonly permit?: Permit;
  readonly requestId: string;
  readonly idempotency?: Idempotency;
  /** Of a change made by a hook. */
  readonly cause?: Cause;
  /** Stops the change if it aborts before the append. */
  readonly signal: Ending;
}

/** What an operation made. */
export type Outcome =
  | { readonly kind: "instance"; readonly created: boolean; readonly instance: Instance }
  | {
    readonly kind: "model";
    readonly created: boolean;
    readonly model: StoredModel;
    readonly hooks: readonly HookName[];
  }
  | { readonly kind: "hook"; readonly created: boolean; readonly hook: HookDefinition }
  | { readonly kind: "deleted"; readonly seq: Seq };

/** A change that was made. */
export interface Committed {
  /** The first and the last event. */
  readonly seq: readonly [first: Seq, last: Seq];
  readonly outcomes: readonly Outcome[];
  /** Whether it is the earlier answer to the same Idempotency-Key. */
  readonly replayed: boolean;
  /** Whether the model storage has it already. */
  readonly applied: boolean;
}

/** The write path of a server. */
export interface Writer {
  /** Resolves when the events are in the log and applied here. Rejects with a `Refusal`. */
  write(command: Command): Promise<Committed>;
}
