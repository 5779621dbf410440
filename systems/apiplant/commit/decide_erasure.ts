/** Decides the erasure of an instance's personal data at one place of the log. */
import { withoutPersonal } from "../personal/envelope.ts";
import { requireCondition } from "./condition.ts";
import { Again, type Decided, type Deciding } from "./deciding.ts";
import type { PlannedErasure } from "./planned.ts";

/** The event: the instance's value without its personal data, or no value if it was deleted before. */
export async function decideErasure(
  { model, id, before, condition }: PlannedErasure,
  { state, overlay, place, next }: Deciding,
): Promise<Decided[]> {
  const { id: name, version: modelVersion } = model.definition;
  if (state.model(name)?.revision !== model.revision) throw new Again();
  const now = await overlay.get(name, id);
  requireCondition(condition, now?.revision ?? null);
  if ((now?.revision ?? null) !== (before?.revision ?? null)) throw new Again();
  const change = { kind: "instance.erased", model: name, modelVersion, instance: id } as const;
  if (now === null) return [{ primary: true, change }];
  const payload = withoutPersonal(now.data, next), { createdAt: created, revision: prev } = now;
  overlay.set(name, id, { id, revision: next, modelVersion, createdAt: created, updatedAt: place.at, data: payload });
  return [{ primary: true, change: { ...change, payload, prev, created } }];
}
