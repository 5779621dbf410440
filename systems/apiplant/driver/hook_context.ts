/** What a native hook gets, and asks for. */
import type { Json, JsonObject } from "../json/json.ts";

/** The options of a list. */
export interface ListQuery {
  /** Which instances, such as `{ "field": { "eq": 1 } }`. */
  readonly filter?: JsonObject;
  /** Names of fields, those with `-` in front the greatest first. */
  readonly sort?: string;
  /** How many instances at most. */
  readonly limit?: number;
}

/** An error of the server's: what a question rejects with. */
export class AskError extends Error {
  /** Makes one of what the server says; `code` is such as `not_allowed` or `unique`. */
  constructor(override readonly name: string, readonly code: string, message: string, readonly details: Json) {
    super(message);
  }
}

/** The argument of a native hook. Questions that are not allowed reject with an `AskError` named `NotAllowed`. */
export interface HookContext {
  /** The hook's name, such as `preCreate`. */
  readonly hook: string;
  /** The id of the model. */
  readonly model: string;
  /** The version of the model. */
  readonly modelVersion: number | null;
  /** The id of the instance; `null` if it has none yet. */
  readonly instance: string | null;
  /** The data before the change, or `null`. */
  readonly before: JsonObject | null;
  /** The data after the change, or `null` for a deletion. */
  readonly after: JsonObject | null;
  /** Who makes the change. */
  readonly actor: string;
  /** The time of the call, in milliseconds since 1970. */
  readonly now: number;
  /** Which run of the hook it is for this event: 1 for the first. */
  readonly attempt: number;
  /** Of a post hook: the event without its payload, which is `after`. Its `id` is the same at each attempt. */
  readonly event?: JsonObject;
  /** An instance, or `null`. */
  get(model: string, id: string): Promise<Json>;
  /** Instances of a model. */
  list(model: string, query?: ListQuery): Promise<Json>;
  /** Writes a line to the server's log. */
  log(text: string): void;
  /** Ends a pre hook: the change is refused. */
  veto(message: string, details?: Json): never;
  /** Creates an instance; of post hooks, as all below. */
  create(model: string, data: Json, options?: { readonly id?: string }): Promise<Json>;
  /** Replaces an instance. */
  update(model: string, id: string, data: Json, options?: { readonly ifMatch?: number }): Promise<Json>;
  /** Changes members of an instance. */
  patch(model: string, id: string, data: Json, options?: { readonly ifMatch?: number }): Promise<Json>;
  /** Deletes an instance. */
  delete(model: string, id: string, options?: { readonly ifMatch?: number }): Promise<Json>;
  /** Runs a program that the server allows: `code`, `stdout`, `stderr`. */
  run(name: string, args?: readonly string[], stdin?: string): Promise<Json>;
}

/** A native hook. A pre hook returns the new data, or nothing; what it throws refuses the change. */
export type NativeHook = (context: HookContext) => Promise<Json | void> | Json | void;
