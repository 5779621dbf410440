/**
 * A field of a form, made of a JSON Schema.
 *
 * @module
 */
import type { JsonSchema } from "@fluxwire/console/api";

/** How a field is filled in. */
export type FieldKind = "text" | "lines" | "secret" | "number" | "integer" | "boolean" | "choice" | "json" | "group";

/** A choice of a field. */
export interface Choice {
  /** What stands in the form's texts. */
  readonly text: string;
  /** Its name for people. */
  readonly title: string;
  /** The value that is sent. */
  readonly value: unknown;
}

/** A field. */
export interface Field {
  /** Where its text stands among the form's texts. */
  readonly path: string;
  /** Its name for people. */
  readonly title: string;
  /** What it is for; null if that is not known. */
  readonly help: string | null;
  /** How it is filled in. */
  readonly kind: FieldKind;
  /** Whether it must have a value. */
  readonly isRequired: boolean;
  /** What it can be; empty for all kinds but `choice`. */
  readonly choices: readonly Choice[];
  /** The fields of a group, by the names of its members. */
  readonly members: ReadonlyMap<string, Field>;
  /** What it was made of. */
  readonly schema: JsonSchema;
}

/** How deep groups stand in groups; what is deeper is JSON. */
const MAX_DEPTH = 4;

/** What is beside a schema. */
interface Place {
  readonly path: string;
  readonly title: string;
  readonly isRequired: boolean;
  readonly depth?: number;
}

/** The field of a schema. */
export function fieldOf(schema: JsonSchema, { path, title, isRequired, depth = 0 }: Place): Field {
  const kind = kindOf(schema, depth), choices = kind === "choice" ? choicesOf(schema) : [];
  const members = kind !== "group" ? [] : Object.entries(schema.properties!).map(([name, member]): [string, Field] => {
    const isNeeded = schema.required?.includes(name) ?? false;
    const place = { path: `${path}.${name}`, title: name, isRequired: isNeeded, depth: depth + 1 };
    return [name, fieldOf(member, place)];
  });
  const help = schema.description ?? null;
  return { path, title: schema.title ?? title, help, kind, isRequired, choices, members: new Map(members), schema };
}

function kindOf(schema: JsonSchema, depth: number): FieldKind {
  const { type, format, writeOnly, properties } = schema;
  if (choicesOf(schema).length > 0) return "choice";
  if (type === "string") return writeOnly ? "secret" : format === "json" || format === "multiline" ? "lines" : "text";
  if (type === "number" || type === "integer" || type === "boolean") return type;
  return type === "object" && properties !== undefined && depth < MAX_DEPTH ? "group" : "json";
}

function choicesOf({ enum: values, const: only, anyOf = [] }: JsonSchema): Choice[] {
  if (values !== undefined) return values.map((value) => choiceOf(value, null));
  if (only !== undefined) return [choiceOf(only, null)];
  const isNamed = anyOf.length > 0 && anyOf.every((one) => one.const !== undefined);
  return isNamed ? anyOf.map((one) => choiceOf(one.const, one.title ?? null)) : [];
}

function choiceOf(value: unknown, title: string | null): Choice {
  const text = JSON.stringify(value);
  return { text, title: title ?? (typeof value === "string" ? value : text), value };
}
