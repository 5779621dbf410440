/** What the rules of models leave open. */
import type { Config } from "../config/config.ts";
import type { Action, ModelDefinition } from "../model/definition.ts";
import { ACTIONS, alternativesOf, asksFor } from "../model/rule.ts";
import { type Finding, open, warning } from "./finding.ts";

const CHANGES: readonly Action[] = ["create", "update", "delete"];

/** What is open by the rules of models. */
export function ruleFindings(mode: Config["auth"]["mode"], models: readonly ModelDefinition[]): readonly Finding[] {
  if (mode === "open") {
    const ruled = models.filter(({ rules }) => Object.keys(rules ?? {}).length > 0).map(({ id }) => id);
    if (ruled.length === 0) return [];
    return [open("unenforced", `The rules of ${ruled.join(", ")} are not enforced while auth.mode is open`)];
  }
  return models.flatMap((model) => {
    const all = ACTIONS.filter((action) => isPublic(model, action));
    const changes = all.filter((action) => CHANGES.includes(action)),
      reads = all.filter((one) => !CHANGES.includes(one));
    return [
      ...changes.length === 0
        ? []
        : [open("public-changes", `Without credentials, everyone may ${changes.join(", ")} instances of ${model.id}`)],
      ...reads.length === 0
        ? []
        : [warning("public-reads", `Without credentials, everyone may see ${model.id} by ${reads.join(", ")}`)],
    ];
  });
}

/** Whether a caller without credentials may do it to some instances. */
function isPublic(model: ModelDefinition, action: Action): boolean {
  return alternativesOf(model, action).some((one) => {
    return one === "public" || typeof one !== "string" && !asksFor(one.if, "$actor");
  });
}
