/** Operations on instances: what each plans. */
import { exceedsBytes } from "../json/bytes.ts";
import { mergePatch } from "../json/merge_patch.ts";
import { fromEntry } from "../event/text.ts";
import { filesIn } from "../files/file_fields.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { Instance } from "../model/instance.ts";
import type { MaybePromise } from "../storage/roles.ts";
import type { Operation } from "./command.ts";
import { requireCondition } from "./condition.ts";
import { missingInstance } from "./missing.ts";
import { type Preparation, provisional } from "./preparation.ts";
import { planReferring } from "./referring.ts";
import { Refusal } from "./refusal.ts";

type Named<Op extends Operation["op"]> = Extract<Operation, { readonly op: Op }>;

/** A new instance, whose id the server makes unless the model takes any. */
export function prepareCreate(
  preparation: Preparation,
  { model: name, id: given, data }: Named<"create">,
  index: number,
): MaybePromise<void> {
  const model = preparation.model(name);
  preparation.command.permit?.some(model.definition, "create");
  if (given !== undefined && (model.definition.idKind ?? "uuid7") !== "any") {
    const problem = {
      path: "/id",
      code: "unknown",
      message: 'The server makes ids unless the model has "idKind": "any"',
    };
    throw new Refusal("validation", problem.message, [problem]);
  }
  const plan = (id: string) => {
    const after = preparation.parts.rules.data(model, data, null);
    const created = { kind: "instance", index, primary: true, model, id, before: null, condition: undefined } as const;
    return preparation.plan({ ...created, after });
  };
  return given === undefined ? plan(preparation.parts.newId()) : planUnlessThere(preparation, name, given, plan);
}

async function planUnlessThere(
  { overlay }: Preparation,
  model: string,
  id: string,
  plan: (id: string) => MaybePromise<void>,
): Promise<void> {
  if (await overlay.get(model, id) !== null) throw existing(model, id);
  await plan(id);
}

/** A new value of an instance. With the condition `none` it makes the instance. */
export async function prepareUpdate(
  preparation: Preparation,
  operation: Named<"update"> | Named<"patch">,
  index: number,
): Promise<void> {
  const { model: name, id, ifMatch: condition } = operation;
  const model = preparation.model(name), { permit } = preparation.command;
  permit?.some(model.definition, condition === "none" ? "create" : "update");
  const found = await preparation.overlay.get(name, id);
  if (condition === "none" && found !== null && !await preparation.reads(model, found)) throw takenUnseen();
  const isHidden = condition !== "none" && !await preparation.sees(model, "update", found);
  const before = isHidden ? null : found;
  requireCondition(condition, before?.revision ?? null);
  if (before === null && condition !== "none") throw missingInstance(name, id);
  if (model.definition.requireIfMatch && condition === undefined) {
    throw new Refusal("if_match_required", `Changes of ${name} need the header If-Match with the instance's revision`);
  }
  const opened = await preparation.opened(name, before);
  const data = operation.op === "patch" ? patched(preparation, opened, operation.data) : operation.data;
  const after = preparation.parts.rules.data(model, data, opened);
  await preparation.plan({ kind: "instance", index, primary: true, model, id, before, after, condition });
}

/** Data with a patch in it, which may be larger than each of the two that were accepted. */
function patched({ parts }: Preparation, before: Instance | null, patch: Json): Json {
  const data = mergePatch(before?.data, patch), { maxPayloadBytes: limit = Infinity } = parts;
  if (limit === Infinity || !exceedsBytes(data, limit)) return data;
  throw new Refusal("too_large", `The data has more than ${limit} bytes with the patch: send less`, { limit });
}

/** An older value of an instance, as a normal change. */
export async function prepareRestore(
  preparation: Preparation,
  { model: name, id, revision }: Named<"restore">,
  index: number,
): Promise<void> {
  const model = preparation.model(name), { permit } = preparation.command;
  const { log, rules, state, personal } = preparation.parts;
  const before = await preparation.overlay.get(name, id);
  for (const action of ["history", before === null ? "create" : "update"] as const) {
    permit?.some(model.definition, action);
  }
  const isHidden = !await preparation.sees(model, "update", before) ||
    !await preparation.sees(model, "history", before);
  const entry = revision >= 1 && revision <= state.seq ? (await log.read(revision, 1)).entries[0] : undefined;
  const event = entry === undefined ? null : fromEntry(entry);
  const missing = new Refusal("not_found", `Event ${revision} is no value of ${name} ${JSON.stringify(id)}`);
  if (
    isHidden || event?.model !== name || event.instance !== id || event.payload === undefined ||
    event.modelVersion === undefined
  ) throw missing;
  // Values of a model of this name that was deleted are not this model's.
  const first = await state.modelVersion(name, 1);
  if (revision < (first ?? model).definedAt) throw missing;
  const then = await state.modelVersion(name, event.modelVersion);
  const opened = await preparation.opened(name, before);
  const { payload, erased } = await personal.openEvent(event);
  const data = await rules.migrated(payload as JsonObject, event.modelVersion, model, state);
  if (permit?.sees(model.definition, "history", provisional({ id, model, before }, data)) === false) throw missing;
  const after = rules.data(model, data, opened, erased);
  // What was no file when it was written makes none now.
  const files = then === null ? [] : filesIn(then.definition, payload as JsonObject);
  const restored = files.map(({ value }) => value.id);
  const planned = { kind: "instance", index, primary: true, model, id, before, after, condition: undefined } as const;
  await preparation.plan({ ...planned, restored });
}

/** An instance that goes, with what its references' `onDelete` says. */
export async function prepareDelete(
  preparation: Preparation,
  { model: name, id, ifMatch: condition }: Named<"delete">,
  index: number,
): Promise<void> {
  const model = preparation.model(name);
  preparation.command.permit?.some(model.definition, "delete");
  const before = await preparation.overlay.get(name, id);
  if (before === null || !await preparation.sees(model, "delete", before)) throw missingInstance(name, id);
  requireCondition(condition, before.revision);
  if (model.definition.requireIfMatch && condition === undefined) {
    throw new Refusal("if_match_required", `Changes of ${name} need the header If-Match with the instance's revision`);
  }
  await preparation.plan({ kind: "instance", index, primary: true, model, id, before, after: null, condition });
  await planReferring(preparation, name, id, index);
}

/** Refuses an id that is taken by an instance of which the sender may not know the revision. */
function takenUnseen(): Refusal {
  const message = "The condition nothing may exist does not hold: the id is taken";
  return new Refusal("revision", message, { current: null });
}

/** Refuses an id that is taken. */
export function existing(model: string, id: string): Refusal {
  return new Refusal("exists", `${model} ${JSON.stringify(id)} exists already`, { id });
}
