/** What happens to instances that refer to one that goes. */
import type { Json } from "../json/json.ts";
import type { Field, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Reader } from "../state/reader.ts";
import type { Preparation } from "./preparation.ts";
import { Refusal } from "./refusal.ts";

/** A field that refers to a model. */
export interface Referrer {
  readonly model: StoredModel;
  readonly name: string;
  readonly isList: boolean;
  readonly onDelete: "restrict" | "cascade" | "null";
}

/** The fields of all models that refer to the model. */
export function referrersOf(state: Pick<Reader, "models">, target: string): Referrer[] {
  return state.models().flatMap((model) =>
    Object.entries(model.definition.fields).flatMap(([name, field]) => {
      const reference = referenceOf(field);
      if (reference?.model !== target) return [];
      const onDelete = field.onDelete ?? reference.onDelete ?? "restrict";
      return [{ model, name, isList: field.type === "List", onDelete }];
    })
  );
}

/** The fields of other models that refer to the model. */
export function referrersFrom(state: Pick<Reader, "models">, target: string): Referrer[] {
  return referrersOf(state, target).filter(({ model }) => model.definition.id !== target);
}

/** At most `limit` instances whose field refers to anything. */
export function findReferring(
  state: Pick<Reader, "find">,
  { model, name }: Referrer,
  limit: number,
): ReturnType<Reader["find"]> {
  const filter = { not: { field: name, op: "null", value: true } } as const;
  const query = { search: [], searchFields: [], sort: [], after: null, offset: 0, total: false };
  return state.find(model.definition.id, { filter, limit, ...query });
}

/** The Reference that a field is, or that its items are. */
export function referenceOf(field: Field): Field | null {
  if (field.type === "Reference") return field;
  return field.type === "List" && field.of?.type === "Reference" ? field.of : null;
}

/** Plans the changes of all instances that refer to one that goes, by the `onDelete` of their fields. */
export async function planReferring(
  preparation: Preparation,
  target: string,
  id: string,
  index: number,
): Promise<void> {
  for (const referrer of referrersOf(preparation.parts.state, target)) {
    for (const instance of await referringAll(preparation, referrer, id)) {
      if (referrer.onDelete === "restrict") throw referenced(referrer, instance, target, id);
      if (referrer.onDelete === "cascade") await cascade(preparation, referrer, instance, index);
      else await planNull(preparation, referrer, instance, id, index);
    }
  }
}

/** Plans that every reference to a model's instances becomes null. */
export async function planForce(preparation: Preparation, target: string, index: number): Promise<void> {
  for (const referrer of referrersFrom(preparation.parts.state, target)) {
    const { definition } = referrer.model;
    const { items } = await findReferring(preparation.parts.state, referrer, preparation.parts.maxReferring + 1);
    for (const { id } of items) {
      const instance = await preparation.overlay.get(definition.id, id);
      if (instance !== null) await planNull(preparation, referrer, instance, null, index);
    }
  }
}

async function referringAll(preparation: Preparation, referrer: Referrer, id: string): Promise<readonly Instance[]> {
  const { model, name, isList } = referrer;
  const max = preparation.parts.maxReferring + 1;
  return await preparation.overlay.referring(model.definition.id, name, isList, id, max);
}

async function cascade(
  preparation: Preparation,
  { model }: Referrer,
  instance: Instance,
  index: number,
): Promise<void> {
  // An instance that refers twice, or in a circle, is planned once.
  const before = await preparation.overlay.get(model.definition.id, instance.id);
  if (before === null) return;
  requireRoom(preparation);
  const { id } = instance;
  const change = {
    kind: "instance",
    index,
    primary: false,
    model,
    id,
    before,
    after: null,
    condition: undefined,
  } as const;
  await preparation.plan(change);
  await planReferring(preparation, model.definition.id, id, index);
}

async function planNull(
  preparation: Preparation,
  { model, name, isList }: Referrer,
  before: Instance,
  target: string | null,
  index: number,
): Promise<void> {
  requireRoom(preparation);
  const value: Json = isList && target !== null
    ? (before.data[name] as readonly Json[]).filter((one) => one !== target)
    : isList
    ? []
    : null;
  const opened = await preparation.opened(model.definition.id, before) as Instance;
  const after = preparation.parts.rules.data(model, { ...opened.data, [name]: value }, opened);
  const { id } = before;
  await preparation.plan({ kind: "instance", index, primary: false, model, id, before, after, condition: undefined });
}

function requireRoom({ changes, parts }: Preparation): void {
  const referring = changes.filter((change) => change.kind === "instance" && !change.primary).length;
  if (referring < parts.maxReferring) return;
  throw new Refusal("referenced", `More than ${parts.maxReferring} instances would change with it: change them first`);
}

function referenced({ model, name }: Referrer, instance: Instance, target: string, id: string): Refusal {
  const message = `${model.definition.id} ${JSON.stringify(instance.id)} refers to ${target} ${
    JSON.stringify(id)
  } by ${name}`;
  return new Refusal("referenced", message, { model: model.definition.id, field: name, id: instance.id });
}
