/**
 * What a caller may do: the one place that decides it, for every route, list, stream and tool.
 *
 * @module
 */
import type { Json, JsonObject } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import type { Action, ModelDefinition } from "../model/definition.ts";
import { compileFilter } from "../model/filtering.ts";
import type { Instance } from "../model/instance.ts";
import type { Filter } from "../model/query.ts";
import { type Alternative, alternativesOf, asksFor, ruleFilter } from "../model/rule.ts";
import type { Caller } from "./caller.ts";

/** The instances for which an action is allowed: all, none, or those of a filter. */
export type Allowance = "all" | "none" | Filter;

/**
 * The instances of a model on which a caller may do something. For `create` and `update`, a rule that compares with new data
 * counts as allowed: `mayChange` decides it when the data is there.
 */
export function allowance(caller: Caller, definition: ModelDefinition, action: Action): Allowance {
  if (caller.kind === "open") return "all";
  if (!isGranted(caller, definition.id, action)) return "none";
  const filters: Filter[] = [];
  for (const alternative of alternativesOf(definition, action)) {
    const one = alternativeAllows(caller, definition, alternative);
    if (one === "all") return "all";
    if (one !== "none") filters.push(one);
  }
  if (filters.length === 0) return "none";
  return filters.length === 1 ? filters[0]! : { or: filters };
}

/** Whether a caller sees hidden fields: admins do. In mode `open`, callers are not known to be admins. */
export function seesHidden({ kind, isAdmin }: Caller): boolean {
  return isAdmin && kind !== "open";
}

/** Whether an allowance has an instance. */
export function holds(definition: ModelDefinition, allowed: Allowance, instance: Instance): boolean {
  if (typeof allowed === "string") return allowed === "all";
  return compileFilter(definition, allowed)(instance);
}

/**
 * Whether a caller may make a change: `before` is `null` for a creation, `after` for a deletion. Filters look at what is there
 * before, or at the new data of a creation; an owner stays one.
 */
export function mayChange(
  caller: Caller,
  definition: ModelDefinition,
  before: Instance | null,
  after: Instance | null,
): boolean {
  if (caller.kind === "open") return true;
  const action = before === null ? "create" : after === null ? "delete" : "update";
  if (!isGranted(caller, definition.id, action)) return false;
  const looked = before ?? after;
  if (looked === null) return false;
  return alternativesOf(definition, action).some((alternative) => {
    if (typeof alternative !== "string") {
      const filter = ruleFilter(definition, alternative.if, actorOf(caller), after?.data ?? null);
      return isAdmin(caller) || filter !== null && compileFilter(definition, filter)(looked);
    }
    if (alternative === "owner" && !caller.isAdmin) {
      return [before, after].every((one) => one === null || owns(caller, definition, one));
    }
    return alternativeAllows(caller, definition, alternative) === "all";
  });
}

function alternativeAllows(caller: Caller, definition: ModelDefinition, alternative: Alternative): Allowance {
  if (alternative === "none") return "none";
  if (alternative === "public" || isAdmin(caller)) return "all";
  if (typeof alternative !== "string") {
    if (asksFor(alternative.if, "$data")) {
      return caller.subject === null && asksFor(alternative.if, "$actor") ? "none" : "all";
    }
    return ruleFilter(definition, alternative.if, actorOf(caller), null) ?? "none";
  }
  if (caller.subject === null) return "none";
  if (alternative === "user") return "all";
  if (alternative === "owner") {
    return ruleFilter(definition, { [definition.ownerField ?? ""]: "$actor.sub" }, actorOf(caller), null) ?? "none";
  }
  return alternative.startsWith("role:") && caller.roles.includes(alternative.slice("role:".length)) ? "all" : "none";
}

function isAdmin({ isAdmin }: Caller): boolean {
  return isAdmin;
}

/** Whether a key that is limited to some models and actions has this one. */
function isGranted({ grants }: Caller, model: string, action: Action): boolean {
  return grants === null || grants.some((one) => {
    return (one.model === "*" || one.model === model) && (one.action === "*" || one.action === action);
  });
}

function owns({ subject }: Caller, { ownerField }: ModelDefinition, { data }: Instance): boolean {
  return subject !== null && ownerField !== undefined && memberOf(data as JsonObject, ownerField) as Json === subject;
}

function actorOf({ subject, roles }: Caller): { sub: string; roles: readonly string[] } | null {
  return subject === null ? null : { sub: subject, roles };
}
