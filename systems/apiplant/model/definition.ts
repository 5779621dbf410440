/** What a model's definition holds. */
import type { Seq } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";

/** The types of fields. */
export type FieldType =
  | "Null"
  | "Bool"
  | "String"
  | "Int"
  | "BigInt"
  | "Float"
  | "Date"
  | "Time"
  | "DateTime"
  | "UUID"
  | "IP"
  | "JSON"
  | "Location"
  | "Bytes"
  | "Reference"
  | "File"
  | "List";

/** A field of a model; which members a type has, `field_types.ts` says. */
export interface Field {
  readonly type: FieldType;
  readonly description?: string;
  readonly required?: boolean;
  readonly default?: Json;
  readonly unique?: boolean;
  readonly index?: boolean;
  readonly hidden?: boolean;
  readonly immutable?: boolean;
  readonly personal?: boolean;
  readonly min?: number | bigint;
  readonly max?: number | bigint;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** A JSON Schema, of a field of type JSON. */
  readonly schema?: JsonObject | boolean;
  /** The id of the model that a Reference refers to. */
  readonly model?: string;
  readonly onDelete?: "restrict" | "cascade" | "null";
  /** The type of a List's items. */
  readonly of?: Field;
}

/** A step that changes stored instances when their model changes. */
export type MigrationStep =
  | { readonly rename: string; readonly to: string }
  | { readonly set: string; readonly value: Json }
  | { readonly drop: string }
  | { readonly convert: string; readonly to: FieldType };

/** The actions that rules allow. */
export type Action = "list" | "read" | "create" | "update" | "delete" | "history" | "subscribe";

/** A rule, or several, of which one must allow the action. */
export type Rule = string | { readonly if: JsonObject } | readonly Rule[];

/** The names of hooks. */
export type HookName = "preCreate" | "postCreate" | "preUpdate" | "postUpdate" | "preDelete" | "postDelete";

/** The definition of a model, as clients send and read it. */
export interface ModelDefinition {
  readonly id: string;
  /** 1 for the first, one more for each accepted change. */
  readonly version: number;
  readonly title?: string;
  readonly description?: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly strict?: boolean;
  readonly idKind?: "uuid7" | "any";
  readonly requireIfMatch?: boolean;
  readonly uniqueTogether?: readonly (readonly string[])[];
  readonly rules?: Readonly<Partial<Record<Action, Rule>>>;
  readonly ownerField?: string;
  readonly migration?: readonly MigrationStep[];
}

/** A definition with what the server adds. */
export interface StoredModel {
  readonly definition: ModelDefinition;
  /** The place of the event that last changed the model or one of its hooks. */
  readonly revision: Seq;
  /** The place of the event that defined this version. */
  readonly definedAt: Seq;
}

/** A hook of a model. */
export interface HookDefinition {
  readonly hook: HookName;
  readonly kind: "script" | "native";
  readonly language?: "js" | "ts";
  readonly source?: string;
  /** The name of a native hook. */
  readonly name?: string;
  readonly options: HookOptions;
  /** The place of the event that set it. */
  readonly revision: Seq;
}

/** How a hook runs. */
export interface HookOptions {
  /** In milliseconds. */
  readonly timeout?: number;
  /** Of a post hook: the answer does not wait for it. */
  readonly detached?: boolean;
  readonly retry?: { readonly attempts: number; readonly first: number; readonly factor: number; readonly max: number };
  readonly enabled?: boolean;
}
