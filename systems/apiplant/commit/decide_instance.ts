/** Decides changes of instances: existence, revision, unique values and references at one place of the log. */
import { equalJson } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import type { ModelDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Overlay } from "../state/overlay.ts";
import type { State } from "../state/state.ts";
import type { MaybePromise } from "../storage/roles.ts";
import { requireCondition } from "./condition.ts";
import { Again, type Decided, type Deciding } from "./deciding.ts";
import type { PlannedInstance } from "./planned.ts";
import { existing } from "./prepare_instance.ts";
import { referenceOf, referrersOf } from "./referring.ts";
import { Refusal } from "./refusal.ts";

/** The event of an instance's change. Rejects with a `Refusal` or `Again`. */
export function decideInstance(planned: PlannedInstance, deciding: Deciding): MaybePromise<Decided[]> {
  const { model, id } = planned, name = model.definition.id;
  if (deciding.state.model(name)?.revision !== model.revision) throw new Again();
  const now = deciding.overlay.get(name, id);
  return now instanceof Promise
    ? now.then((now) => decideOn(now, planned, deciding))
    : decideOn(now, planned, deciding);
}

/** Decides on the instance that is there now. */
function decideOn(now: Instance | null, planned: PlannedInstance, deciding: Deciding): MaybePromise<Decided[]> {
  const { model, id, before, after, condition, primary } = planned;
  const { overlay, place, next } = deciding;
  const name = model.definition.id;
  requireBefore(planned, now);
  requireCondition(condition, now?.revision ?? null);
  const modelVersion = model.definition.version;
  const prev = now === null ? {} : { prev: now.revision };
  if (after === null) {
    overlay.set(name, id, null);
    return [{ primary, change: { kind: "instance.deleted", model: name, modelVersion, instance: id, ...prev } }];
  }
  const put = (): Decided[] => {
    const createdAt = now === null ? place.at : now.createdAt;
    overlay.set(name, id, { id, revision: next, modelVersion, createdAt, updatedAt: place.at, data: after });
    const kind = now === null ? "instance.created" : "instance.updated";
    const created = now === null ? {} : { created: createdAt };
    const change = { kind, model: name, modelVersion, instance: id, payload: after, ...prev, ...created } as const;
    return [{ primary, change }];
  };
  const constraints = constraintsOf(model.definition);
  if (constraints.unique.length === 0 && constraints.references.length === 0) return put();
  const check = async () => {
    await requireUnique(constraints, model, id, after, before?.data ?? {}, overlay);
    await requireReferences(constraints, after, before?.data ?? {}, deciding);
  };
  return check().then(put);
}

/** What values of a model's instances must be among others. */
interface Constraints {
  /** The fields whose values together are unique. */
  readonly unique: readonly (readonly string[])[];
  readonly references: readonly { readonly name: string; readonly isList: boolean; readonly target: string }[];
}

const known = new WeakMap<ModelDefinition, Constraints>();

function constraintsOf(definition: ModelDefinition): Constraints {
  const found = known.get(definition);
  if (found !== undefined) return found;
  const fields = Object.entries(definition.fields);
  const single = fields.filter(([, field]) => field.unique).map(([name]) => [name]);
  const constraints = {
    unique: [...single, ...definition.uniqueTogether ?? []],
    references: fields.flatMap(([name, field]) => {
      const target = referenceOf(field)?.model;
      return target === undefined ? [] : [{ name, isList: field.type === "List", target }];
    }),
  };
  known.set(definition, constraints);
  return constraints;
}

/** Makes the command start again if an instance that goes is referred to by one that the command does not know. */
export async function requireUnreferenced(
  deletions: readonly PlannedInstance[],
  state: State,
  overlay: Overlay,
): Promise<void> {
  for (const { model, id } of deletions) {
    // An instance that a later operation of the command made again keeps its references.
    if (await overlay.get(model.definition.id, id) !== null) continue;
    for (const { model: from, name, isList } of referrersOf(state, model.definition.id)) {
      if ((await overlay.referring(from.definition.id, name, isList, id, 1)).length > 0) throw new Again();
    }
  }
}

function requireBefore({ model, id, before, condition, primary }: PlannedInstance, now: Instance | null): void {
  if (before === null && now === null) return;
  // An earlier operation of the same command made it.
  if (before !== null && now !== null && (before.revision === 0 || before.revision === now.revision)) return;
  if (before === null && primary && condition === undefined) throw existing(model.definition.id, id);
  requireCondition(condition, now?.revision ?? null);
  throw new Again();
}

async function requireUnique(
  { unique }: Constraints,
  { definition }: StoredModel,
  id: string,
  after: JsonObject,
  before: JsonObject,
  overlay: Overlay,
): Promise<void> {
  for (const fields of unique) {
    const values: Json[] = fields.map((name) => memberOf(after, name));
    if (values.includes(null) || fields.every((name) => equalJson(memberOf(after, name), memberOf(before, name)))) {
      continue;
    }
    const other = await overlay.findUnique(definition.id, fields, values);
    if (other === null || other === id) continue;
    const message = `${definition.id} ${JSON.stringify(other)} has this ${fields.join(", ")} already: it is unique`;
    throw new Refusal("unique", message, { fields, id: other });
  }
}

async function requireReferences(
  { references }: Constraints,
  after: JsonObject,
  before: JsonObject,
  { state, overlay }: Deciding,
): Promise<void> {
  const problems: Json[] = [];
  for (const { name, isList, target } of references) {
    if (equalJson(memberOf(after, name), memberOf(before, name))) continue;
    const ids = isList ? memberOf(after, name) as readonly Json[] | null ?? [] : [memberOf(after, name)];
    for (const [at, id] of ids.entries()) {
      const exists = id === null || state.model(target) !== null && await overlay.get(target, id as string) !== null;
      if (exists) continue;
      const path = isList ? `/${name}/${at}` : `/${name}`;
      problems.push({ path, code: "reference", message: `No ${target} has this id`, wanted: target });
    }
  }
  if (problems.length > 0) throw new Refusal("validation", "A reference points to nothing", problems);
}
