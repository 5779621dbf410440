/** What definitions may say of personal fields, alone and when they change. */
import type { JsonObject } from "../json/json.ts";
import type { Report } from "../model/check_field.ts";
import type { FieldType, ModelDefinition } from "../model/definition.ts";
import { finalName } from "../model/migrating.ts";
import type { MigrationProblems } from "../model/migration_problems.ts";
import { PERSONAL_TYPES, personalFields, uniquePersonal } from "./personal_fields.ts";

/** Reports what a personal field cannot be. */
export function checkPersonalField(field: JsonObject, type: FieldType, path: string, report: Report): void {
  const items = type === "List" ? (field.of as JsonObject | undefined)?.type as FieldType | undefined : undefined;
  if (!PERSONAL_TYPES.includes(type) || items !== undefined && !PERSONAL_TYPES.includes(items)) {
    report(`${path}/personal`, "unsupported", `is not possible for type ${items ?? type}`);
  }
  if (field.index === true) {
    report(`${path}/index`, "unsupported", "is not possible for a personal field: its values are encrypted");
  }
  if (field.default !== undefined) {
    report(`${path}/default`, "unsupported", "is not possible for a personal field: definitions are not encrypted");
  }
}

/** Adds what a change cannot do with fields whose values events have encrypted, or not encrypted. */
export function checkPersonalChange(
  old: ModelDefinition,
  definition: ModelDefinition,
  problems: MigrationProblems,
): void {
  const steps = definition.migration ?? [];
  const before = new Set(personalFields(old)), after = new Set(personalFields(definition));
  const uniqueBefore = uniquePersonal(old), uniqueAfter = uniquePersonal(definition);
  for (const name of Object.keys(old.fields)) {
    const now = finalName(name, steps);
    if (!Object.hasOwn(definition.fields, now) || steps.some((step) => "drop" in step && step.drop === name)) continue;
    if (!before.has(name) && after.has(now)) {
      problems.add(now, "unsupported", "cannot become personal, since events have its values: add a new field");
    } else if (before.has(name) && !after.has(now)) {
      problems.add(now, "unsupported", "must stay personal, since its values are encrypted: add a new field");
    } else if (before.has(name) && uniqueAfter.has(now) && !uniqueBefore.has(name)) {
      problems.add(now, "unsupported", "cannot become unique, since its values are encrypted: add a new field");
    }
  }
  for (const [at, step] of steps.entries()) {
    const name = "set" in step && step.value !== null ? step.set : "convert" in step ? step.convert : null;
    if (name === null || !after.has(finalName(name, steps.slice(at + 1)))) continue;
    const message = `\`migration/${at}\` changes ${name}, which is personal: definitions are not encrypted`;
    problems.put(`/migration/${at}`, "unsupported", message);
  }
}
