/** The rules of models: their alternatives, and the filters that they can have. */
import { Refusal } from "../commit/refusal.ts";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import type { Action, ModelDefinition, Rule } from "./definition.ts";
import { parseFilter } from "./parse_filter.ts";
import type { Filter } from "./query.ts";

/** The actions that have rules. */
export const ACTIONS: readonly Action[] = ["list", "read", "create", "update", "delete", "history", "subscribe"];

/** What holds for an action whose model has no rule for it. */
const DEFAULT_RULE: Rule = "admin";

/** One of the alternatives of a rule. */
export type Alternative = string | { readonly if: JsonObject };

/** What stands in a filter's place for values that only the request has. */
export interface Actor {
  readonly sub: string;
  readonly roles: readonly string[];
}

/** The alternatives of an action's rule: one of them must hold. */
export function alternativesOf({ rules }: ModelDefinition, action: Action): readonly Alternative[] {
  return flat(rules?.[action] ?? DEFAULT_RULE);
}

function flat(rule: Rule): Alternative[] {
  return Array.isArray(rule) ? rule.flatMap(flat) : [rule as Alternative];
}

/** Whether a filter compares with values of the caller, or with new data. */
export function asksFor(filter: Json, name: "$actor" | "$data"): boolean {
  if (typeof filter === "string") return filter === name || filter.startsWith(`${name}.`);
  if (Array.isArray(filter)) return filter.some((one) => asksFor(one, name));
  return isObject(filter) && Object.values(filter).some((one) => asksFor(one, name));
}

/**
 * The filter of a rule for one request; `null` if its values cannot be compared, or need a caller or data that it lacks: then
 * it holds for no instance, also where it is negated.
 */
export function ruleFilter(
  definition: ModelDefinition,
  filter: JsonObject,
  actor: Actor | null,
  data: JsonObject | null,
): Filter | null {
  if (actor === null && asksFor(filter, "$actor") || data === null && asksFor(filter, "$data")) return null;
  try {
    return parseFilter(definition, replaced(filter, (text) => valueOf(text, actor, data)), "all");
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** What is wrong with a filter of a rule, as a sentence without its subject; `null` if nothing is. */
export function ruleFilterProblem(definition: ModelDefinition, action: Action, filter: JsonObject): string | null {
  const unknown = unknownPlaceholder(filter);
  if (unknown !== null) return `has ${unknown}: use $actor.sub, $actor.roles or $data.FIELD`;
  if (asksFor(filter, "$data") && action !== "create" && action !== "update") {
    return "has $data, which only create and update have";
  }
  const samples: readonly Json[] = [null, "x"],
    problems = samples.map((sample) => problemWith(definition, filter, sample));
  return problems.includes(null) ? null : problems[0]!;
}

function problemWith(definition: ModelDefinition, filter: JsonObject, sample: Json): string | null {
  try {
    parseFilter(
      definition,
      replaced(filter, (text) => isRoles(text) ? [] : isPlaceholder(text) ? sample : text),
      "all",
    );
    return null;
  } catch (error) {
    if (error instanceof Refusal) return `cannot be used: ${error.message}`;
    throw error;
  }
}

function valueOf(text: string, actor: Actor | null, data: JsonObject | null): Json {
  if (isRoles(text)) return actor!.roles;
  if (text === "$actor.sub") return actor!.sub;
  return text.startsWith("$data.") ? operandOf(memberOf(data!, text.slice("$data.".length))) : text;
}

/** An object of the request would be read as operators of its sender's choice. */
function operandOf(value: Json): Json {
  if (!isObject(value)) return value;
  throw new Refusal("query", "Rules compare with values, not with objects");
}

function isRoles(text: string): boolean {
  return text === "$actor.roles";
}

function isPlaceholder(text: string): boolean {
  return /^\$(actor|data)(\.|$)/.test(text);
}

function unknownPlaceholder(value: Json): string | null {
  if (typeof value === "string") {
    return isPlaceholder(value) && !/^\$(actor\.(sub|roles)|data\.[A-Za-z][A-Za-z0-9_]{0,62})$/.test(value)
      ? JSON.stringify(value.slice(0, 64))
      : null;
  }
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const one of inner) {
    const found = unknownPlaceholder(one);
    if (found !== null) return found;
  }
  return null;
}

function replaced(value: Json, replace: (text: string) => Json): Json {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((one) => replaced(one, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, replace)]));
}
