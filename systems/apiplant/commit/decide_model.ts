/** Decides changes of definitions. Such a command is alone in its append, so that it sees the state itself. */
import type { Seq } from "../event/event.ts";
import type { Json } from "../json/json.ts";
import type { HookDefinition } from "../model/definition.ts";
import { Again, type Decided, type Deciding } from "./deciding.ts";
import type { PlannedHook, PlannedModel, PlannedModelDeletion } from "./planned.ts";
import { findReferring, referenceOf, referrersFrom } from "./referring.ts";
import { existingModel, sameRevision } from "./prepare_model.ts";

/** The event of a definition, and those of the hooks that came with it. */
export function decideModel({ before, definition, hooks }: PlannedModel, { state }: Deciding): Decided[] {
  const { id: model, version: modelVersion } = definition;
  const now = state.model(model);
  if (before === null && now !== null) throw existingModel(model);
  if (!sameRevision(before, now)) throw new Again();
  for (const field of Object.values(definition.fields)) {
    const target = referenceOf(field)?.model;
    if (target !== undefined && target !== model && state.model(target) === null) throw new Again();
  }
  const prev = now === null ? {} : { prev: now.revision };
  const kind = now === null ? "model.created" : "model.updated";
  return [
    { primary: true, change: { kind, model, modelVersion, payload: definition as unknown as Json, ...prev } },
    ...hooks.map((hook): Decided => hookEvent(model, modelVersion, hook)),
  ];
}

/** The event of a model that goes. */
export async function decideModelDeletion(
  { before, force }: PlannedModelDeletion,
  { state, overlay, place, next }: Deciding,
): Promise<Decided[]> {
  const { id: model, version: modelVersion } = before.definition;
  if (!sameRevision(before, state.model(model))) throw new Again();
  for (const referrer of referrersFrom(state, model)) {
    if (!force) throw new Again();
    // One more than the command has changed: at least one of them has come since.
    const { items } = await findReferring(state, referrer, next - place.first + 1);
    for (const { id } of items) {
      const now = (await overlay.get(referrer.model.definition.id, id))?.data[referrer.name] ?? null;
      if (now !== null && !(Array.isArray(now) && now.length === 0)) throw new Again();
    }
  }
  return [{ primary: true, change: { kind: "model.deleted", model, modelVersion, prev: before.revision } }];
}

/** The event of a hook. */
export function decideHook({ model, name, hook, before }: PlannedHook, { state }: Deciding): Decided[] {
  const { id, version: modelVersion } = model.definition;
  if (state.model(id)?.revision !== model.revision) throw new Again();
  const prev = before === null ? {} : { prev: before.revision };
  if (hook !== null) return [hookEvent(id, modelVersion, hook, prev)];
  return [{ primary: true, change: { kind: "hook.deleted", model: id, modelVersion, instance: name, ...prev } }];
}

function hookEvent(
  model: string,
  modelVersion: number,
  hook: Omit<HookDefinition, "revision">,
  prev: { readonly prev?: Seq } = {},
): Decided {
  const payload = hook as unknown as Json;
  return {
    primary: true,
    change: { kind: "hook.updated", model, modelVersion, instance: hook.hook, payload, ...prev },
  };
}
