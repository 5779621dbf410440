/** Operations on definitions: what each plans. */
import { equalJson } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { mergePatch } from "../json/merge_patch.ts";
import type { StoredModel } from "../model/definition.ts";
import { isPersonal } from "../personal/personal_fields.ts";
import type { Operation } from "./command.ts";
import { requireCondition } from "./condition.ts";
import type { Preparation } from "./preparation.ts";
import { planForce, referrersFrom } from "./referring.ts";
import { Refusal } from "./refusal.ts";

type Named<Op extends Operation["op"]> = Extract<Operation, { readonly op: Op }>;

/** A new model, with its hooks. */
export async function prepareModel(preparation: Preparation, operation: Named<"createModel">): Promise<void> {
  const { rules, state, opened, hooks: runner } = preparation.parts;
  const definition = rules.definition(operation.definition as unknown as JsonObject, null);
  if (state.model(definition.id) !== null) throw existingModel(definition.id);
  const check = () => rules.change(null, definition, opened);
  await check();
  if (isPersonal(definition)) await preparation.parts.requireKeys();
  const hooks = operation.hooks ?? [];
  for (const hook of hooks) await runner.check(definition.id, hook);
  preparation.changes.push({ kind: "model", before: null, definition, hooks, check });
}

/** A changed definition. */
export async function prepareModelChange(
  preparation: Preparation,
  { model: name, body, patch, ifMatch }: Named<"updateModel">,
): Promise<void> {
  const { rules, state, opened } = preparation.parts;
  const before = preparation.model(name);
  requireCondition(ifMatch, before.revision, "version");
  const { revision, hooks, version, ...members } = body;
  requireSame("revision", revision, before.revision);
  requireSame("hooks", hooks, state.hooks(name).map(({ hook }) => hook));
  requireSame("version", version, before.definition.version);
  // The steps of the last change are not those of this one, and the new version has its own number.
  const { migration: _done, version: _version, ...current } = before.definition as unknown as JsonObject & {
    migration?: Json;
  };
  const whole = patch ? mergePatch(current, members) as JsonObject : members;
  const definition = rules.definition(whole, before);
  const check = () => rules.change(before, definition, opened);
  await check();
  if (isPersonal(definition)) await preparation.parts.requireKeys();
  preparation.changes.push({ kind: "model", before, definition, hooks: [], check });
}

/** A model that goes with its instances and hooks. */
export async function prepareModelDeletion(
  preparation: Preparation,
  { model: name, force, ifMatch }: Named<"deleteModel">,
  index: number,
): Promise<void> {
  const before = preparation.model(name);
  requireCondition(ifMatch, before.revision, "version");
  const [referrer] = referrersFrom(preparation.parts.state, name);
  if (referrer !== undefined && !force) {
    const details = { model: referrer.model.definition.id, field: referrer.name };
    throw new Refusal("referenced", `${details.model} refers to ${name} by ${details.field}: use ?force=true`, details);
  }
  if (force) await planForce(preparation, name, index);
  preparation.changes.push({ kind: "modelDeletion", before, force });
}

/** A hook that is set, or goes. */
export async function prepareHook(
  preparation: Preparation,
  operation: Named<"setHook"> | Named<"deleteHook">,
): Promise<void> {
  const model = preparation.model(operation.model);
  const name = operation.op === "setHook" ? operation.hook.hook : operation.hook;
  const before = preparation.parts.state.hooks(operation.model).find((one) => one.hook === name);
  requireCondition(operation.ifMatch, before?.revision ?? null);
  if (operation.op === "deleteHook") {
    if (before === undefined) throw new Refusal("not_found", `${operation.model} has no hook ${name}`);
    preparation.changes.push({ kind: "hook", model, name, hook: null, before });
    return;
  }
  await preparation.parts.hooks.check(operation.model, operation.hook);
  preparation.changes.push({ kind: "hook", model, name, hook: operation.hook, before: before ?? null });
}

/** Refuses the id of a model that exists. */
export function existingModel(id: string): Refusal {
  return new Refusal("exists", `A model is named ${JSON.stringify(id)} already`, { id });
}

function requireSame(member: string, sent: Json | undefined, current: Json): void {
  if (sent === undefined || equalJson(sent, current)) return;
  throw new Refusal("version", `The body has another ${member} than the model: read it again`, { member, current });
}

/** Whether a model is still the one that was prepared. */
export function sameRevision(one: StoredModel | null, other: StoredModel | null): boolean {
  return one?.revision === other?.revision;
}
