/** Checking instances: a definition is compiled once, to a walker over its fields. */
import { equalJson, isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import type { Field, ModelDefinition } from "./definition.ts";
import { FIELD_TYPES } from "./field_types.ts";
import { nearest } from "./nearest.ts";
import { Faults, MAX_PROBLEMS, pointer, type Problem } from "./problem.ts";
import type { Check } from "./types/check.ts";

/**
 * What a value is checked for. `before` is the data that an update replaces: immutable fields must keep their values, and do
 * so if they are left out. `stored` is data that is there already.
 */
export type Mode =
  | { readonly kind: "create" }
  | { readonly kind: "update"; readonly before: JsonObject }
  | { readonly kind: "stored" };

/** The data as it is stored, or at most 100 problems. */
export type Validated = { readonly value: JsonObject } | { readonly problems: readonly Problem[] };

/** Checks data and gives it its defaults and its canonical forms. Members stand in the order of the definition. */
export type Validate = (data: Json, mode: Mode) => Validated;

/** The names that fields, and members of models that are not strict, may have. */
export const FIELD_NAME: RegExp = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

interface CompiledField {
  readonly name: string;
  readonly field: Field;
  readonly check: Check;
}

const compiled = new WeakMap<ModelDefinition, Validate>();

/** The check of a definition's instances, compiled at first use. The definition must have passed `checkDefinition`. */
export function compile(definition: ModelDefinition): Validate {
  const known = compiled.get(definition);
  if (known !== undefined) return known;
  const validate = walker(definition);
  compiled.set(definition, validate);
  return validate;
}

function walker(definition: ModelDefinition): Validate {
  const fields = Object.entries(definition.fields).map(([name, field]): CompiledField => {
    return { name, field, check: FIELD_TYPES[field.type].compile(field) };
  });
  const strict = definition.strict ?? true;
  return (data, mode) => {
    if (!isObject(data)) {
      return { problems: [{ path: "", code: "type", message: "The data must be a JSON object", wanted: "object" }] };
    }
    const problems: Problem[] = [];
    const value: Record<string, Json> = {};
    let taken = 0;
    for (const { name, field, check } of fields) {
      const given = Object.hasOwn(data, name);
      if (given) taken++;
      const one = given ? data[name]! : standIn(name, field, mode);
      if (one === undefined || one === null) {
        if (one === null) value[name] = null;
        if (field.required === true) problems.push(required(name));
      } else {
        const checked = check(one);
        if (checked instanceof Faults) problems.push(...checked.list.map((problem) => named(name, problem)));
        else value[name] = checked;
      }
      if (
        field.immutable === true && mode.kind === "update" && given &&
        !keeps(Object.hasOwn(value, name) ? value[name] : undefined, mode.before, name)
      ) {
        problems.push(changed(name));
      }
    }
    if (taken < Object.keys(data).length) others(definition, data, strict, value, problems);
    return problems.length === 0 ? { value } : { problems: problems.slice(0, MAX_PROBLEMS) };
  };
}

/** The value of a field that is left out. */
function standIn(name: string, field: Field, mode: Mode): Json | undefined {
  if (mode.kind === "update" && field.immutable === true) {
    return Object.hasOwn(mode.before, name) ? mode.before[name] : undefined;
  }
  return field.default;
}

function keeps(value: Json | undefined, before: JsonObject, name: string): boolean {
  return value === undefined || equalJson(value, memberOf(before, name));
}

/** Members that are not fields: refused, or kept as they are by models that are not strict. */
function others(
  { fields }: ModelDefinition,
  data: JsonObject,
  strict: boolean,
  value: Record<string, Json>,
  problems: Problem[],
): void {
  for (const name of Object.keys(data)) {
    if (Object.hasOwn(fields, name)) continue;
    if (problems.length >= MAX_PROBLEMS) return;
    if (!strict && FIELD_NAME.test(name)) value[name] = data[name]!;
    else problems.push(unknown(name, strict ? Object.keys(fields) : []));
  }
}

function unknown(name: string, known: readonly string[]): Problem {
  const close = nearest(name, known);
  const hint = close === null ? "" : `: did you mean \`${close}\`?`;
  return {
    path: pointer(name),
    code: "unknown",
    message: `\`${shortened(name)}\` is not a field of this model${hint}`,
    ...(close === null ? {} : { wanted: close }),
  };
}

function required(name: string): Problem {
  return { path: pointer(name), code: "required", message: `\`${name}\` is required and must not be null` };
}

function changed(name: string): Problem {
  return {
    path: pointer(name),
    code: "immutable",
    message: `\`${name}\` can only be set when the instance is created: leave it out or send its present value`,
  };
}

function named(name: string, problem: Problem): Problem {
  return { ...problem, path: pointer(name) + problem.path, message: `\`${name}${problem.path}\` ${problem.message}` };
}

/** A name as messages show it. */
export function shortened(name: string): string {
  return name.length <= 64 ? name : `${name.slice(0, 64)}...`;
}
