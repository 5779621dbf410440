/** Checking the definition of a model: all problems, with their paths. */
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { canonicalField, checkField, type Report } from "./check_field.ts";
import { checkRuleFields, checkRules } from "./check_rules.ts";
import type { Field, ModelDefinition } from "./definition.ts";
import { FIELD_TYPES, RESERVED } from "./field_types.ts";
import { nearest } from "./nearest.ts";
import { MAX_PROBLEMS, pointer, type Problem } from "./problem.ts";
import { MODEL_ID } from "./types/texts.ts";
import { FIELD_NAME, shortened } from "./validate.ts";

/** How many fields a model may have. */
const MAX_FIELDS = 200;
const MAX_TITLE = 200;

type MemberCheck = (value: Json, path: string, report: Report, whole: JsonObject) => void;

/** The members that clients send, without those that the server adds. */
const MEMBERS: Readonly<Record<string, MemberCheck>> = {
  id: (value, path, report) => {
    if (typeof value !== "string" || !MODEL_ID.test(value)) {
      report(path, "format", "must be 1 to 63 of a-z, 0-9, _ and -, with a letter first", MODEL_ID.source);
    }
  },
  title: text(MAX_TITLE),
  description: text(10_000),
  fields: (value, path, report) => {
    if (!isObject(value)) return report(path, "type", "must be an object of fields by name", "object");
    const names = Object.keys(value);
    if (names.length > MAX_FIELDS) report(path, "max", `must have at most ${MAX_FIELDS} fields`, MAX_FIELDS);
    for (const name of names.slice(0, MAX_FIELDS)) {
      const at = path + pointer(name);
      if (Object.hasOwn(RESERVED, name)) report(at, "unknown", "is a name that every instance has: choose another");
      else if (!FIELD_NAME.test(name)) {
        report(at, "format", "must be 1 to 63 letters, digits and _, with a letter first");
      } else checkField(value[name]!, at, false, report);
    }
  },
  strict: flag,
  requireIfMatch: flag,
  idKind: (value, path, report) => {
    if (value !== "uuid7" && value !== "any") report(path, "enum", "must be uuid7 or any", ["uuid7", "any"]);
  },
  uniqueTogether: (value, path, report, { fields }) => {
    if (!Array.isArray(value)) return report(path, "type", "must be a list of lists of field names", "array");
    value.forEach((names, at) => checkTogether(names, `${path}/${at}`, report, fields));
  },
  rules: checkRules,
  ownerField: (value, path, report) => {
    if (typeof value !== "string") report(path, "type", "must be the name of a field", "string");
  },
  migration: (value, path, report) => {
    if (!Array.isArray(value)) return report(path, "type", "must be a list of steps", "array");
    value.forEach((step, at) => checkStep(step, `${path}/${at}`, report));
  },
};

/** The shapes of migration steps: the members of each. */
const STEPS: readonly (readonly [verb: string, operand: string | null])[] = [
  ["rename", "to"],
  ["set", "value"],
  ["drop", null],
  ["convert", "to"],
];

/** A definition that can be compiled, or at most 100 problems. `version` is the one that it gets. */
export function checkDefinition(
  body: Json,
  version: number,
): { readonly definition: ModelDefinition } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (path, code, message, wanted) => {
    const subject = path === "" ? "The model" : `\`${shortened(path.slice(1))}\``;
    problems.push({ path, code, message: `${subject} ${message}`, ...(wanted === undefined ? {} : { wanted }) });
  };
  if (!isObject(body)) {
    report("", "type", "must be a JSON object", "object");
    return { problems };
  }
  for (const name of ["id", "fields"]) if (!Object.hasOwn(body, name)) report(`/${name}`, "required", "is required");
  for (const [name, value] of Object.entries(body)) {
    const check = Object.hasOwn(MEMBERS, name) ? MEMBERS[name]! : null;
    if (check !== null) check(value, pointer(name), report, body);
    else {
      const close = nearest(name, Object.keys(MEMBERS));
      report(
        pointer(name),
        "unknown",
        `is not a member of models${close === null ? "" : `: did you mean \`${close}\`?`}`,
      );
    }
  }
  if (problems.length > 0) return { problems: problems.slice(0, MAX_PROBLEMS) };
  const { id, fields, ...others } = body as JsonObject & { readonly fields: JsonObject };
  const canonical = Object.entries(fields).map(([name, field]) => [name, canonicalField(field as JsonObject)]);
  const definition = { id, version, ...others, fields: Object.fromEntries(canonical) } as unknown as ModelDefinition;
  checkRuleFields(definition, report);
  return problems.length > 0 ? { problems: problems.slice(0, MAX_PROBLEMS) } : { definition };
}

function text(max: number): MemberCheck {
  return (value, path, report) => {
    if (typeof value !== "string") report(path, "type", "must be a string", "string");
    else if (value.length > max) report(path, "max", `must have at most ${max} characters`, max);
    else if (!value.isWellFormed()) report(path, "format", "must not contain half of a surrogate pair");
  };
}

function flag(value: Json, path: string, report: Report): void {
  if (typeof value !== "boolean") report(path, "type", "must be true or false", "boolean");
}

function checkTogether(names: Json, path: string, report: Report, fields: Json | undefined): void {
  if (!Array.isArray(names) || names.length < 2 || new Set(names).size !== names.length) {
    return report(path, "type", "must be a list of two or more different names of fields");
  }
  names.forEach((name: Json, at) => {
    const field = typeof name === "string" && isObject(fields) && Object.hasOwn(fields, name) ? fields[name]! : null;
    if (field === null) report(`${path}/${at}`, "unknown", "is not a field of this model");
    else if (isObject(field) && FIELD_TYPES[(field as unknown as Field).type]?.unique === false) {
      report(`${path}/${at}`, "unsupported", `cannot be unique: its type is ${field.type}`);
    }
  });
}

function checkStep(step: Json, path: string, report: Report): void {
  const shape = isObject(step) ? STEPS.find(([verb]) => Object.hasOwn(step, verb)) : undefined;
  if (!isObject(step) || shape === undefined) {
    return report(path, "type", 'must be one of {"rename","to"}, {"set","value"}, {"drop"}, {"convert","to"}');
  }
  const [verb, operand] = shape, members: string[] = operand === null ? [verb] : [verb, operand];
  for (const name of Object.keys(step)) {
    if (!members.includes(name)) report(path + pointer(name), "unknown", `is not a member of the step ${verb}`);
  }
  if (typeof step[verb] !== "string") report(`${path}/${verb}`, "type", "must be the name of a field", "string");
  if (operand === null) return;
  if (!Object.hasOwn(step, operand)) report(`${path}/${operand}`, "required", "is required");
  else if (verb === "rename" && typeof step.to !== "string") {
    report(`${path}/to`, "type", "must be the name of a field");
  } else if (verb === "convert" && !Object.keys(FIELD_TYPES).includes(String(step.to))) {
    report(`${path}/to`, "enum", `must be one of ${Object.keys(FIELD_TYPES).join(", ")}`);
  }
}
