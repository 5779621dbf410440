/** Operations on instances: what each plans. */
import { mergePatch } from "../json/merge_patch.ts";
import { fromEntry } from "../event/text.ts";
import type { JsonObject } from "../json/json.ts";
import type { Operation } from "./command.ts";
import { requireCondition } from "./condition.ts";
import { missingInstance } from "./missing.ts";
import { type Preparation, provisional } from "./preparation.ts";
import { planReferring } from "./referring.ts";
import { Refusal } from "./refusal.ts";

type Named<Op extends Operation["op"]> = Extract<Operation, { readonly op: Op }>;

/** A new instance, whose id the server makes unless the model takes any. */
export async function prepareCreate(
  preparation: Preparation,
  { model: name, id: given, data }: Named<"create">,
  index: number,
): Promise<void> {
  const model = preparation.model(name), { permit } = preparation.command;
  permit?.some(model.definition, "create");
  if (given !== undefined && (model.definition.idKind ?? "uuid7") !== "any") {
    const problem = {
      path: "/id",
      code: "unknown",
      message: 'The server makes ids unless the model has "idKind": "any"',
    };
    throw new Refusal("validation", problem.message, [problem]);
  }
  const id = given ?? preparation.parts.newId();
  if (given !== undefined && await preparation.overlay.get(name, id) !== null) throw existing(name, id);
  const after = preparation.parts.rules.data(model, data, null);
  await preparation.plan({
    kind: "instance",
    index,
    primary: true,
    model,
    id,
    before: null,
    after,
    condition: undefined,
  });
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
  const isHidden = found !== null && condition !== "none" && permit?.sees(model.definition, "update", found) === false;
  const before = isHidden ? null : found;
  requireCondition(condition, before?.revision ?? null);
  if (before === null && condition !== "none") throw missingInstance(name, id);
  if (model.definition.requireIfMatch && condition === undefined) {
    throw new Refusal("if_match_required", `Changes of ${name} need the header If-Match with the instance's revision`);
  }
  const data = operation.op === "patch" ? mergePatch(before?.data, operation.data) : operation.data;
  const after = preparation.parts.rules.data(model, data, before);
  // Before the hook runs: it sees what is there.
  if (before !== null) permit?.change(model.definition, before, { ...before, data: after });
  await preparation.plan({ kind: "instance", index, primary: true, model, id, before, after, condition });
}

/** An older value of an instance, as a normal change. */
export async function prepareRestore(
  preparation: Preparation,
  { model: name, id, revision }: Named<"restore">,
  index: number,
): Promise<void> {
  const model = preparation.model(name), { permit } = preparation.command;
  const { log, rules, state } = preparation.parts;
  const before = await preparation.overlay.get(name, id);
  permit?.some(model.definition, before === null ? "create" : "update");
  permit?.some(model.definition, "history");
  const isHidden = before !== null && permit !== undefined &&
    !(permit.sees(model.definition, "update", before) && permit.sees(model.definition, "history", before));
  const entry = revision >= 1 && revision <= state.seq ? (await log.read(revision, 1)).entries[0] : undefined;
  const event = entry === undefined ? null : fromEntry(entry);
  const missing = new Refusal("not_found", `Event ${revision} is no value of ${name} ${JSON.stringify(id)}`);
  if (
    isHidden || event?.model !== name || event.instance !== id || event.payload === undefined ||
    event.modelVersion === undefined
  ) throw missing;
  const data = await rules.migrated(event.payload as JsonObject, event.modelVersion, model, state);
  if (permit?.sees(model.definition, "history", provisional({ id, model, before }, data)) === false) throw missing;
  const after = rules.data(model, data, before);
  if (before !== null) permit?.change(model.definition, before, { ...before, data: after });
  await preparation.plan({ kind: "instance", index, primary: true, model, id, before, after, condition: undefined });
}

/** An instance that goes, with what its references' `onDelete` says. */
export async function prepareDelete(
  preparation: Preparation,
  { model: name, id, ifMatch: condition }: Named<"delete">,
  index: number,
): Promise<void> {
  const model = preparation.model(name), { permit } = preparation.command;
  permit?.some(model.definition, "delete");
  const before = await preparation.overlay.get(name, id);
  if (before === null || permit?.sees(model.definition, "delete", before) === false) throw missingInstance(name, id);
  requireCondition(condition, before.revision);
  if (model.definition.requireIfMatch && condition === undefined) {
    throw new Refusal("if_match_required", `Changes of ${name} need the header If-Match with the instance's revision`);
  }
  await preparation.plan({ kind: "instance", index, primary: true, model, id, before, after: null, condition });
  await planReferring(preparation, name, id, index);
}

/** Refuses an id that is taken. */
export function existing(model: string, id: string): Refusal {
  return new Refusal("exists", `${model} ${JSON.stringify(id)} exists already`, { id });
}
