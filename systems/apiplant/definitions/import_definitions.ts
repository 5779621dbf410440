/** Bringing definitions into a log that lacks them. */
import type { Operation, Writer } from "../commit/command.ts";
import { Refusal } from "../commit/refusal.ts";
import { equalJson } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { referenceFields } from "../model/constraints.ts";
import type { HookDefinition, ModelDefinition } from "../model/definition.ts";
import type { Reader } from "../state/reader.ts";
import { type DefinedModel, parseDefinitions } from "./definition_set.ts";

/** What definitions are brought into. */
export interface ImportTarget {
  readonly state: Pick<Reader, "models" | "model" | "hooks">;
  readonly writer: Writer;
}

/** How the changes of an import are made. */
export interface ImportOptions {
  /** Who imports, as the events say. @default {"import"} */
  readonly actor?: string;
  readonly requestId?: string;
  readonly signal?: AbortSignal;
}

/** The models of a document, by what the import did with them. */
export interface Imported {
  /** Defined by this import. */
  readonly created: readonly string[];
  /** Defined like this before: nothing was changed. */
  readonly same: readonly string[];
}

/**
 * Defines the models of a document with their hooks. Models that are defined the same already are left alone, whatever their
 * version; if one is defined otherwise, nothing is changed at all. An import that was interrupted goes on when it is repeated,
 * unless it was between the two steps of models that refer to each other in a circle.
 *
 * @param document `{ "v": 1, "models": [...] }`, as `exportDefinitions` makes it.
 * @throws {Refusal} `exists` if a model or one of its hooks is defined otherwise: its details name the models and what differs;
 * `validation`, `unknown_hook`, `hook_source` or `hook_name` for what cannot be defined.
 */
export async function importDefinitions(
  target: ImportTarget,
  document: Json,
  options: ImportOptions = {},
): Promise<Imported> {
  const models = parseDefinitions(document);
  const differing = models.flatMap((model) => differencesOf(target, model));
  if (differing.length > 0) {
    const names = differing.map(({ model, members }) => `${model} (${members.join(", ")})`).join("; ");
    const message = `These models are defined otherwise, and nothing was imported: ${names}`;
    throw new Refusal("exists", message, differing as unknown as Json);
  }
  const missing = models.filter(({ definition: { id } }) => target.state.model(id) === null);
  const same = models.filter((one) => !missing.includes(one)).map(({ definition: { id } }) => id);
  const put = (operation: Operation) => write(target.writer, operation, options);
  const unresolved: DefinedModel[] = [];
  for (const one of missing) {
    const resolved = withoutUnresolved(target, one.definition);
    if (resolved !== one.definition) unresolved.push(one);
    const { version: _version, ...definition } = resolved;
    await put({ op: "createModel", definition, hooks: one.hooks });
  }
  // Models that refer to each other have their fields when all of them exist.
  for (const { definition: { version: _version, id, ...body } } of unresolved) {
    await put({ op: "updateModel", model: id, body: body as unknown as JsonObject, patch: false });
  }
  return { created: missing.map(({ definition: { id } }) => id), same };
}

async function write(writer: Writer, operation: Operation, options: ImportOptions): Promise<void> {
  const { actor = "import", requestId = crypto.randomUUID(), signal = new AbortController().signal } = options;
  await writer.write({ operations: [operation], batch: false, actor, requestId, signal });
}

/** The members of a model that exists and that the document has otherwise. */
function differencesOf(
  { state }: ImportTarget,
  { definition, hooks }: DefinedModel,
): { readonly model: string; readonly members: readonly string[] }[] {
  const now = state.model(definition.id);
  if (now === null) return [];
  const [old, wanted] = [now.definition, definition].map(comparable) as [JsonObject, JsonObject];
  const names = new Set([...Object.keys(old), ...Object.keys(wanted)]);
  const members = [...names].filter((name) => !equalJson(old[name] ?? null, wanted[name] ?? null));
  const bodies = (all: readonly (HookDefinition | Omit<HookDefinition, "revision">)[]) =>
    Object.fromEntries(all.map(({ hook, ...body }) => [hook, { ...body, revision: null }])) as unknown as Json;
  if (!equalJson(bodies(state.hooks(definition.id)), bodies(hooks))) members.push("hooks");
  return members.length === 0 ? [] : [{ model: definition.id, members }];
}

/** A definition without its number and its last migration; what is left out is what it means. */
function comparable({ version: _version, migration: _migration, ...members }: ModelDefinition): JsonObject {
  const defaults = { strict: true, idKind: "uuid7", requireIfMatch: false, uniqueTogether: [], rules: {} };
  return { ...defaults, ...members } as unknown as JsonObject;
}

/** The definition without fields that refer to models that do not exist yet; the same object if all of them exist. */
function withoutUnresolved({ state }: ImportTarget, definition: ModelDefinition): ModelDefinition {
  const { id, fields } = definition;
  const unresolved = new Set(
    referenceFields(definition).filter(({ model }) => model !== id && state.model(model) === null).map(({ name }) =>
      name
    ),
  );
  if (unresolved.size === 0) return definition;
  const others = Object.fromEntries(Object.entries(fields).filter(([name]) => !unresolved.has(name)));
  const uniqueTogether = definition.uniqueTogether?.filter((names) => names.every((name) => !unresolved.has(name)));
  return { ...definition, fields: others, ...uniqueTogether && { uniqueTogether } };
}
