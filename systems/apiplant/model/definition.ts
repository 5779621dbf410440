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
  /** What values it has. */
  readonly type: FieldType;
  /** For people; it changes nothing. */
  readonly description?: string;
  /** Whether each instance has a value that is not null. @default {false} */
  readonly required?: boolean;
  /** The value of instances that leave it out. */
  readonly default?: Json;
  /** Whether no two instances have the same value; nulls are not compared. @default {false} */
  readonly unique?: boolean;
  /** Whether lists find its values quickly, and search looks at them. @default {false} */
  readonly index?: boolean;
  /** Whether clients never read it. @default {false} */
  readonly hidden?: boolean;
  /** Whether it is set at the creation alone. @default {false} */
  readonly immutable?: boolean;
  /** Whether it is data of a person that can be erased. @default {false} */
  readonly personal?: boolean;
  /** The least value; of texts, the least number of code points. */
  readonly min?: number | bigint;
  /** The greatest value; of texts code points, of bytes, JSON and files bytes, of lists items. */
  readonly max?: number | bigint;
  /** A regular expression that texts match, with the flag `u`. */
  readonly pattern?: string;
  /** The content types that a File may have, also as `image/*`. */
  readonly types?: readonly string[];
  /** All texts that it may be. */
  readonly enum?: readonly string[];
  /** A JSON Schema, of a field of type JSON. */
  readonly schema?: JsonObject | boolean;
  /** The id of the model that a Reference refers to. */
  readonly model?: string;
  /** What happens to the instance when the one that it refers to is deleted. @default {"restrict"} */
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
  /** Its name in addresses: `[a-z][a-z0-9_-]{0,62}`. */
  readonly id: string;
  /** 1 for the first, one more for each accepted change. */
  readonly version: number;
  /** Its name for people. */
  readonly title?: string;
  /** For people; it changes nothing. */
  readonly description?: string;
  /** The fields by name. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Whether unknown fields are refused. @default {true} */
  readonly strict?: boolean;
  /** Whether the server makes ids, or clients may. @default {"uuid7"} */
  readonly idKind?: "uuid7" | "any";
  /** Whether changes need `If-Match`. @default {false} */
  readonly requireIfMatch?: boolean;
  /** Lists of fields whose values together no two instances have. */
  readonly uniqueTogether?: readonly (readonly string[])[];
  /** Who may do what, by action. */
  readonly rules?: Readonly<Partial<Record<Action, Rule>>>;
  /** The field that has the subject of an instance's owner. */
  readonly ownerField?: string;
  /** How stored instances follow this version, step by step. */
  readonly migration?: readonly MigrationStep[];
}

/** A definition with what the server adds. */
export interface StoredModel {
  /** What the client defined, with its version. */
  readonly definition: ModelDefinition;
  /** The place of the event that last changed the model or one of its hooks. */
  readonly revision: Seq;
  /** The place of the event that defined this version. */
  readonly definedAt: Seq;
}

/** A hook of a model. */
export interface HookDefinition {
  /** When it runs. */
  readonly hook: HookName;
  /** Whether it is a text of this server, or a program beside it. */
  readonly kind: "script" | "native";
  /** Of a script. @default {"js"} */
  readonly language?: "js" | "ts";
  /** The text of a script's module. */
  readonly source?: string;
  /** The name of a native hook. */
  readonly name?: string;
  /** How it runs. */
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
  /** Of a post hook that throws: how often it runs, and the waits between in milliseconds. */
  readonly retry?: { readonly attempts: number; readonly first: number; readonly factor: number; readonly max: number };
  /** Whether it runs at all. @default {true} */
  readonly enabled?: boolean;
}
