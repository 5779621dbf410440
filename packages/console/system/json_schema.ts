/**
 * What the page makes forms of.
 *
 * @module
 */

/** A JSON Schema, as far as the page makes fields of it; the system itself checks what it gets. */
export interface JsonSchema {
  /** What the value is; a schema without it takes any JSON. */
  readonly type?: "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";
  /** The field's name for people. */
  readonly title?: string;
  /** What it is for. */
  readonly description?: string;
  /** What the field begins with. */
  readonly default?: unknown;
  /** The values that it takes. */
  readonly enum?: readonly unknown[];
  /** The one value that it takes. */
  readonly const?: unknown;
  /** The members of an object. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** The members that an object must have. */
  readonly required?: readonly string[];
  /** What an object's further members are; false for none. */
  readonly additionalProperties?: boolean | JsonSchema;
  /** The elements of a list, behind those of `prefixItems`; false for none. */
  readonly items?: boolean | JsonSchema;
  /** The first elements of a list, each with a schema of its own. */
  readonly prefixItems?: readonly JsonSchema[];
  /** The least number of elements. */
  readonly minItems?: number;
  /** The largest number of elements. */
  readonly maxItems?: number;
  /** The least number. */
  readonly minimum?: number;
  /** The largest number. */
  readonly maximum?: number;
  /** The least number of characters. */
  readonly minLength?: number;
  /** The largest number of characters. */
  readonly maxLength?: number;
  /** What a text must match. */
  readonly pattern?: string;
  /** More about a text: `json` for JSON that is sent as it was typed, `multiline`, `date-time`, `uri`. */
  readonly format?: string;
  /** A secret: the page hides it while it is typed and forgets it once it is sent. */
  readonly writeOnly?: boolean;
  /** Alternatives; the page offers a choice where each has a title, else a field of JSON. */
  readonly anyOf?: readonly JsonSchema[];
}
