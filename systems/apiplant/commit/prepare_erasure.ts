/** The operation that erases the personal data of an instance: what it plans. */
import { withoutPersonal } from "../personal/envelope.ts";
import type { Operation } from "./command.ts";
import { requireCondition } from "./condition.ts";
import type { Preparation } from "./preparation.ts";
import { missingInstance } from "./missing.ts";

/** Plans the erasure. No hook runs for it: nothing can veto it. */
export async function prepareErasure(
  preparation: Preparation,
  { model: name, id, ifMatch: condition }: Extract<Operation, { readonly op: "erase" }>,
): Promise<void> {
  const model = preparation.model(name), before = await preparation.overlay.get(name, id);
  requireCondition(condition, before?.revision ?? null);
  // Of an instance that was deleted, the keys say that it was there.
  if (before === null && !await preparation.parts.personal.keys.exist(name, id)) throw missingInstance(name, id);
  preparation.changes.push({ kind: "erasure", model, id, before, condition });
  if (before !== null) {
    preparation.overlay.set(name, id, { ...before, revision: 0, data: withoutPersonal(before.data, 0) });
  }
}
