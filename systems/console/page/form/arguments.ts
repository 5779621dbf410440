/**
 * The arguments of an action as fields: one for each, or one list as JSON if nothing is known of them.
 *
 * @module
 */
import type { JsonSchema } from "@fluxwire/console/api";
import { type Field, fieldOf } from "./field.ts";
import { ABSENT, type Problems, readField, type Texts, textsOf } from "./read_field.ts";

/** The fields of an action. */
export interface ArgumentFields {
  /** One for each argument, in order. */
  readonly fields: readonly Field[];
  /** The field of a list with all further arguments, or with all of them; null for none. */
  readonly rest: Field | null;
}

/** The fields of a list's schema. */
export function argumentFields(input: JsonSchema): ArgumentFields {
  const { prefixItems = [], minItems = prefixItems.length, items, maxItems = Infinity } = input;
  const fields = prefixItems.map((schema, index) => {
    return fieldOf(schema, { path: `${index}`, title: `Argument ${index + 1}`, isRequired: index < minItems });
  });
  const hasRest = items !== false && maxItems > prefixItems.length && (prefixItems.length === 0 || items !== undefined);
  const title = prefixItems.length === 0 ? "Arguments" : "Further arguments", description = "A list as JSON";
  const schema = { description, type: "array", ...items === undefined ? {} : { items }, default: [] } as const;
  return { fields, rest: hasRest ? fieldOf(schema, { path: "rest", title, isRequired: false }) : null };
}

/** What the fields begin with. */
export function firstTexts({ fields, rest }: ArgumentFields): Record<string, string> {
  return Object.assign({}, ...[...fields, ...rest === null ? [] : [rest]].map((field) => textsOf(field)));
}

/**
 * The arguments, or what is wrong with the fields. Arguments at the end that were left empty are left out; others are null.
 */
export function readArguments({ fields, rest }: ArgumentFields, texts: Texts): { args: unknown[]; problems: Problems } {
  const problems: Problems = new Map(), args = fields.map((field) => readField(field, texts, problems));
  const more = rest === null ? ABSENT : readField(rest, texts, problems);
  if (Array.isArray(more)) args.push(...more);
  else if (more !== ABSENT) problems.set(rest!.path, 'A list, such as [1, "a"]');
  const count = args.findLastIndex((value) => value !== ABSENT) + 1;
  return { args: args.slice(0, count).map((value) => value === ABSENT ? null : value), problems };
}
