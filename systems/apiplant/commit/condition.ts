/** Conditions on the revision of what a request changes. */
import type { Seq } from "../event/event.ts";
import type { Condition } from "./command.ts";
import { Refusal, type RefusalCode } from "./refusal.ts";

/** Throws a `Refusal` unless the condition holds; `revision` is `null` where nothing exists. */
export function requireCondition(
  condition: Condition | undefined,
  revision: Seq | null,
  code: RefusalCode = "revision",
): void {
  if (condition === undefined) return;
  const holds = condition === "*"
    ? revision !== null
    : condition === "none"
    ? revision === null
    : revision === condition;
  if (holds) return;
  const current = revision === null ? "nothing exists there" : `its revision is ${revision}`;
  const wanted = condition === "none"
    ? "nothing may exist"
    : condition === "*"
    ? "it must exist"
    : `revision ${condition}`;
  throw new Refusal(code, `The condition ${wanted} does not hold: ${current}`, { current: revision });
}
