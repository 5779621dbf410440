/**
 * A model server: business objects that are defined over HTTP, whose every change is an event of a log.
 *
 * @module
 */
export type { Cause, Draft, Event, EventKind, Idempotency, Seq } from "./event/event.ts";
export type { Json, JsonObject, RawNumber } from "./json/json.ts";
export type { Instance } from "./model/instance.ts";
export type {
  Action,
  Field,
  FieldType,
  HookDefinition,
  HookName,
  HookOptions,
  MigrationStep,
  ModelDefinition,
  Rule,
  StoredModel,
} from "./model/definition.ts";
export type { Filter, Operator, Query, SortKey } from "./model/query.ts";
export {
  type AppendResult,
  type Durability,
  type ErrorRecord,
  type ErrorStorage,
  type EventStorage,
  type EventStorageInfo,
  type LogDraft,
  type LogEntry,
  type MaybePromise,
  type ModelStorage,
  type Page,
  type Register,
  type SecureStorage,
  type SharedSnapshots,
  StorageError,
  type StorageErrorCode,
} from "./storage/roles.ts";
