/** What can be read of the state: models, hooks and instances at one place of the log. */
import type { Seq } from "../event/event.ts";
import type { Json } from "../json/json.ts";
import type { HookDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Filter, Query } from "../model/query.ts";
import type { MaybePromise, Page } from "../storage/roles.ts";

/** The state at the place `seq`. Its methods reject with a `StorageError` while the model storage is behind it or out of reach. */
export interface Reader {
  /** The place of the last applied event. */
  readonly seq: Seq;
  /** How often a change of definitions has begun or ended: what is read while it stays was all under the same ones. */
  readonly redefinitions: number;
  /** All models, by id. */
  models(): readonly StoredModel[];
  /** The current definition of a model. */
  model(id: string): StoredModel | null;
  /** An older version of a model's definition. */
  modelVersion(id: string, version: number): MaybePromise<StoredModel | null>;
  /** The hooks of a model, by name. */
  hooks(model: string): readonly HookDefinition[];
  get(model: string, id: string): MaybePromise<Instance | null>;
  find(model: string, query: Query): MaybePromise<Page>;
  count(model: string, filter: Filter | null): MaybePromise<number>;
  findUnique(model: string, fields: readonly string[], values: readonly Json[]): MaybePromise<string | null>;
}
