/**
 * A model server: business objects that are defined over HTTP, whose every change is an event of a log.
 *
 * @module
 */
export type { Draft, Event, EventKind, Seq } from "./event/event.ts";
export type { Json, JsonObject } from "./json/json.ts";
export type { Instance } from "./model/instance.ts";
export type { Field, FieldType, ModelDefinition } from "./model/definition.ts";
export type {
  ErrorRecord,
  ErrorStorage,
  EventStorage,
  LogEntry,
  ModelStorage,
  SecureStorage,
} from "./storage/roles.ts";
