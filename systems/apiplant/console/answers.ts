/** What a model server answers, as the page gets it. */
import type { HistoryEntry, HookInfo, ModelField, ModelFiles, ModelInfo, ModelInstance } from "@fluxwire/console/api";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";
import { ModelServerError } from "./server_error.ts";
import { TEXT_TYPES, valuesOf } from "./values.ts";

/** The members of an answer that must be an object. Throws `ModelServerUnreadable`. */
export function membersOf(value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw new ModelServerError("ModelServerUnreadable", "The server's answer is not what a model server answers");
}

/** The list of an answer, such as `items`. Throws `ModelServerUnreadable`. */
export function listOf(value: Json | undefined, name: string): readonly JsonObject[] {
  const list = membersOf(value)[name];
  if (!Array.isArray(list)) throw new ModelServerError("ModelServerUnreadable", `The server's answer has no ${name}`);
  return list.map(membersOf);
}

/** A text of an answer; empty for none. */
export function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A text of an answer, or `null`. */
export function textOrNull(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function number(value: Json | undefined): number {
  return typeof value === "number" ? value : 0;
}

/** A model. */
export function modelOf(value: Json): ModelInfo {
  const model = membersOf(value), { id, title, version, revision, idKind, hooks } = model;
  const fields = Object.entries(membersOf(model.fields)).map(([name, field]) => fieldOf(name, membersOf(field)));
  const { revision: _, hooks: __, ...definition } = model;
  return {
    id: text(id),
    title: text(title) || text(id),
    version: number(version),
    revision: number(revision),
    takesIds: idKind === "any",
    fields: fields.filter(({ name }) => membersOf(membersOf(model.fields)[name]).hidden !== true),
    hooks: Array.isArray(hooks) ? hooks.map(text) : [],
    definition: spread(definition),
  };
}

/** JSON on several lines. */
function spread(value: JsonObject): string {
  try {
    return JSON.stringify(value, null, 2);
  } catch {
    return stringifyExact(value);
  }
}

function fieldOf(name: string, field: JsonObject): ModelField {
  const type = text(field.type), choices = Array.isArray(field.enum) ? field.enum.map(text) : null;
  return {
    name,
    type,
    isText: TEXT_TYPES.has(type),
    about: [text(field.description), ...factsOf(field)].filter((one) => one !== "").join("; "),
    isRequired: field.required === true,
    isImmutable: field.immutable === true,
    choices: type === "Bool" ? ["true", "false"] : choices,
    refersTo: textOrNull(field.model),
    default: field.default === undefined ? null : valuesOf({ value: field.default }).value!,
    isPersonal: field.personal === true,
    files: filesOf(field),
  };
}

/** The files that a field takes. */
function filesOf({ type, of, types }: JsonObject): ModelFiles | null {
  if (type === "List" && isObject(of) && of.type === "File") return { ...filesOf(of)!, isList: true };
  return type === "File" ? { isList: false, types: Array.isArray(types) ? types.map(text) : [] } : null;
}

/** The constraints of a field, each in a few words. */
function factsOf({ min, max, pattern, unique, personal, of, model }: JsonObject): string[] {
  const facts = [
    [min, (value: Json) => `at least ${stringifyExact(value)}`],
    [max, (value: Json) => `at most ${stringifyExact(value)}`],
    [pattern, (value: Json) => `must match ${text(value)}`],
    [model, (value: Json) => `the id of a ${text(value)}`],
    [of, (value: Json) => `of ${text(membersOf(value).type)}`],
  ] as const;
  const shown = facts.flatMap(([value, words]) => value === undefined ? [] : [words(value)]);
  return [...shown, ...unique === true ? ["unique"] : [], ...personal === true ? ["personal"] : []];
}

/** An instance. */
export function instanceOf(value: Json): ModelInstance {
  const instance = membersOf(value);
  return {
    id: text(instance.id),
    revision: number(instance.revision),
    modelVersion: number(instance.modelVersion),
    createdAt: text(instance.createdAt),
    updatedAt: text(instance.updatedAt),
    isErased: instance.erased === true,
    values: valuesOf(membersOf(instance.data)),
  };
}

/** An event of a history. */
export function entryOf({ seq, at, kind, actor, cause, payload }: JsonObject): HistoryEntry {
  const values = isObject(payload) ? valuesOf(payload) : null;
  return { seq: number(seq), at: text(at), kind: text(kind), actor: text(actor), cause: causeOf(cause), values };
}

/** The hook that made a change. */
export function causeOf(cause: Json | undefined): string | null {
  return isObject(cause) ? text(cause.hook) : null;
}

/** A hook. */
export function hookOf(value: Json): HookInfo {
  const { hook, kind, language, source, name, options, revision } = membersOf(value);
  return {
    hook: text(hook),
    kind: text(kind),
    language: kind === "script" ? text(language) || "js" : null,
    source: kind === "script" ? text(source) : text(name),
    options: stringifyExact(options ?? {}),
    revision: number(revision),
  };
}
