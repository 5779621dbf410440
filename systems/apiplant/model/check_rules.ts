/** Checking the rules of a definition. */
import { isObject } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import type { Report } from "./check_field.ts";
import type { Action, FieldType, ModelDefinition } from "./definition.ts";
import { pointer } from "./problem.ts";
import { ACTIONS, alternativesOf, ruleFilterProblem } from "./rule.ts";

/** How many alternatives one rule may have. */
const MAX_ALTERNATIVES = 20;
const MAX_NESTED = 3;
const WORDS = ["public", "user", "owner", "admin", "none"];
/** The name of a role, behind `role:`. */
const ROLE = /^[\w.:/-]{1,64}$/;
/** The types of fields that can have the subject of an owner. */
const OWNERS: readonly FieldType[] = ["String", "Reference", "UUID"];

/** Checks the shape of the member `rules`. */
export function checkRules(value: Json, path: string, report: Report): void {
  if (!isObject(value)) return report(path, "type", "must be an object of rules by action", "object");
  for (const [action, rule] of Object.entries(value)) {
    const at = path + pointer(action);
    if (!(ACTIONS as readonly string[]).includes(action)) {
      report(at, "unknown", `is not an action: ${ACTIONS.join(", ")}`);
    } else checkRule(rule, at, report, MAX_NESTED);
  }
}

function checkRule(rule: Json, path: string, report: Report, depth: number): void {
  if (typeof rule === "string") {
    if (WORDS.includes(rule) || rule.startsWith("role:") && ROLE.test(rule.slice("role:".length))) return;
    return report(path, "enum", `must be ${WORDS.join(", ")}, role:NAME, {"if": filter} or a list of these`, WORDS);
  }
  if (Array.isArray(rule)) {
    if (rule.length === 0 || rule.length > MAX_ALTERNATIVES || depth === 0) {
      return report(path, "max", `must have 1 to ${MAX_ALTERNATIVES} alternatives`, MAX_ALTERNATIVES);
    }
    rule.forEach((one: Json, at) => checkRule(one, `${path}/${at}`, report, depth - 1));
    return;
  }
  if (!isObject(rule) || !isObject(rule.if) || Object.keys(rule).length !== 1) {
    report(path, "type", 'must be a word, {"if": filter} or a list of these');
  }
}

/** Checks what rules say of the fields of a definition that has no other problem. */
export function checkRuleFields(definition: ModelDefinition, report: Report): void {
  const { fields, ownerField } = definition;
  const owner = ownerField !== undefined && Object.hasOwn(fields, ownerField) ? fields[ownerField]! : null;
  if (ownerField !== undefined && owner === null) report("/ownerField", "unknown", "is not a field of this model");
  else if (owner !== null && !OWNERS.includes(owner.type)) {
    report("/ownerField", "type", `must name a field of type ${OWNERS.join(", ")}`, OWNERS);
  }
  for (const action of Object.keys(definition.rules ?? {}) as Action[]) {
    for (const alternative of alternativesOf(definition, action)) {
      const path = `/rules/${action}`;
      if (alternative === "owner" && ownerField === undefined) {
        report(path, "required", "has owner, which needs `ownerField` in the model", "ownerField");
      }
      if (typeof alternative === "string") continue;
      const problem = ruleFilterProblem(definition, action, alternative.if);
      if (problem !== null) report(path, "format", problem);
    }
  }
}
