/** Checking the definition of a field. */
import { isTypePattern } from "../files/stored_file.ts";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { checkPersonalField } from "../personal/check_personal.ts";
import type { Field, FieldType } from "./definition.ts";
import { COMMON_MEMBERS, FIELD_TYPES } from "./field_types.ts";
import { isPattern, schemaFaults } from "./json_schema.ts";
import { nearest } from "./nearest.ts";
import { Faults, type ProblemCode } from "./problem.ts";
import { compact } from "./types/numbers.ts";
import { INSTANCE_ID, MODEL_ID } from "./types/texts.ts";

/** Adds a problem; the message goes on behind the path. */
export type Report = (path: string, code: ProblemCode, message: string, wanted?: Json) => void;

const FLAGS = ["required", "unique", "index", "hidden", "immutable"] as const;
const ON_DELETE = ["restrict", "cascade", "null"];
const MAX_PATTERN = 1_000;

/** Reports what is wrong with a field's definition, `inList` if it is that of a list's items. */
export function checkField(field: Json, path: string, inList: boolean, report: Report): void {
  if (!isObject(field)) return report(path, "type", 'must be an object with a "type"', "object");
  const type = typeOf(field, path, inList, report);
  if (type === null) return;
  const row = FIELD_TYPES[type];
  const members = [...inList ? ["type", "description"] : COMMON_MEMBERS, ...row.members];
  let problems = 0;
  const wrong: Report = (at, code, message, wanted) => {
    problems++;
    report(at, code, message, wanted);
  };
  for (const name of Object.keys(field)) {
    if (members.includes(name)) continue;
    const close = nearest(name, members);
    wrong(
      `${path}/${name}`,
      "unknown",
      `is not a member of ${inList ? "items" : "fields"} of type ${type}${
        close === null ? "" : `: did you mean \`${close}\`?`
      }`,
    );
  }
  const has = (name: string) => Object.hasOwn(field, name) && members.includes(name);
  for (const name of FLAGS) {
    if (has(name) && typeof field[name] !== "boolean") {
      wrong(`${path}/${name}`, "type", "must be true or false", "boolean");
    }
  }
  if (has("description") && typeof field.description !== "string") {
    wrong(`${path}/description`, "type", "must be a string", "string");
  }
  if (has("personal")) {
    if (field.personal === true) checkPersonalField(field, type, path, wrong);
    else if (field.personal !== false) wrong(`${path}/personal`, "type", "must be true or false", "boolean");
  }
  // A file that only a definition has is removed.
  if (type === "File" && has("default") && field.personal !== true) {
    wrong(`${path}/default`, "unsupported", "is not possible for type File");
  }
  if (has("types") && !isTypes(field.types!)) {
    wrong(`${path}/types`, "type", "must be a list of content types, such as image/png or image/*");
  }
  if (field.unique === true && !row.unique) wrong(`${path}/unique`, "unsupported", `is not possible for type ${type}`);
  if (type === "Null" && field.required === true) {
    wrong(`${path}/required`, "unsupported", "is not possible for type Null");
  }
  for (const name of ["min", "max"] as const) {
    if (has(name) && !isBound(type, field[name]!)) {
      const what = row.bounds === "counts" ? "an integer from 0 on" : type === "Float" ? "a number" : "an integer";
      wrong(`${path}/${name}`, "type", `must be ${what}`, what);
    }
  }
  if (has("min") && has("max") && problems === 0 && field.min! > field.max!) {
    wrong(`${path}/min`, "max", "must not be greater than `max`", field.max);
  }
  if (has("pattern") && !(isPattern(field.pattern!) && field.pattern.length <= MAX_PATTERN)) {
    wrong(`${path}/pattern`, "format", `must be a regular expression (flag u) of at most ${MAX_PATTERN} characters`);
  }
  if (has("enum") && !isEnum(field.enum!)) wrong(`${path}/enum`, "type", "must be a list of different strings");
  if (has("schema")) {
    const faults = schemaFaults(field.schema!);
    for (const { path: at, code, message } of faults?.list ?? []) wrong(`${path}/schema${at}`, code, message);
  }
  if (type === "Reference") checkReference(field, path, inList, wrong);
  if (type === "List") {
    if (!has("of")) wrong(`${path}/of`, "required", "is required: the type of the items");
    else checkField(field.of!, `${path}/of`, true, wrong);
  }
  if (has("default") && problems === 0) checkDefault(field as unknown as Field, path, wrong);
}

/** A checked field with its numbers in their one form. */
export function canonicalField(field: JsonObject): Field {
  const bounds = ["min", "max"].flatMap((name): [string, Json][] => {
    return typeof field[name] === "bigint" ? [[name, compact(field[name])]] : [];
  });
  const canonical = { ...field, ...Object.fromEntries(bounds) } as unknown as Field;
  if (field.default === undefined || field.default === null) return canonical;
  const checked = FIELD_TYPES[canonical.type].compile(canonical)(field.default);
  return checked instanceof Faults ? canonical : { ...canonical, default: checked };
}

function typeOf(field: JsonObject, path: string, inList: boolean, report: Report): FieldType | null {
  const { type } = field, types = Object.keys(FIELD_TYPES);
  if (typeof type === "string" && types.includes(type) && !(inList && type === "List")) return type as FieldType;
  const close = typeof type === "string" && !inList ? nearest(type, types) : null;
  report(
    `${path}/type`,
    type === undefined ? "required" : "enum",
    inList && type === "List"
      ? "must not be List: lists have no lists in them"
      : `must be one of ${types.join(", ")}${close === null ? "" : `: did you mean ${close}?`}`,
    types,
  );
  return null;
}

function checkReference(field: JsonObject, path: string, inList: boolean, report: Report): void {
  if (typeof field.model !== "string" || !MODEL_ID.test(field.model)) {
    report(`${path}/model`, field.model === undefined ? "required" : "format", "must be the id of a model");
  }
  if (field.onDelete === undefined) return;
  if (typeof field.onDelete !== "string" || !ON_DELETE.includes(field.onDelete)) {
    report(`${path}/onDelete`, "enum", `must be one of ${ON_DELETE.join(", ")}`, ON_DELETE);
  } else if (inList && field.onDelete !== "restrict") {
    report(`${path}/onDelete`, "unsupported", "must be restrict for the items of a list", ["restrict"]);
  } else if (field.onDelete === "null" && (field.required === true || field.immutable === true)) {
    report(`${path}/onDelete`, "unsupported", "must not be null for a field that is required or immutable");
  }
}

function checkDefault(field: Field, path: string, report: Report): void {
  if (field.default === null) {
    if (field.required === true) report(`${path}/default`, "required", "must not be null for a field that is required");
    return;
  }
  const checked = FIELD_TYPES[field.type].compile(field)(field.default!);
  if (checked instanceof Faults) {
    for (const { path: at, code, message, wanted } of checked.list) {
      report(`${path}/default${at}`, code, message, wanted);
    }
  }
}

function isBound(type: FieldType, value: Json): boolean {
  if (FIELD_TYPES[type].bounds === "counts") return Number.isSafeInteger(value) && value as number >= 0;
  if (type === "Float") return typeof value === "number" && Number.isFinite(value);
  return typeof value === "bigint" && type === "BigInt" || Number.isSafeInteger(value);
}

function isEnum(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 &&
    value.every((one) => typeof one === "string" && one.isWellFormed()) &&
    new Set(value).size === value.length;
}

function isTypes(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 &&
    value.every((one) => typeof one === "string" && isTypePattern(one));
}

/** Whether a value can be the id of an instance. */
export function isInstanceId(value: unknown): value is string {
  return typeof value === "string" && INSTANCE_ID.test(value);
}
