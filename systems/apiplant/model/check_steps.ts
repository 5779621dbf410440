/** Whether the steps of a migration lead from one definition's fields to the other's. */
import type { FieldType, MigrationStep, ModelDefinition } from "./definition.ts";
import { finalName } from "./migrating.ts";
import type { MigrationProblems } from "./migration_problems.ts";
import { Faults } from "./problem.ts";
import { FIELD_TYPES } from "./field_types.ts";

/** Adds the problems of steps that do not fit, and of fields that go without one. */
export function checkSteps(
  old: ModelDefinition | null,
  definition: ModelDefinition,
  problems: MigrationProblems,
): void {
  const steps = definition.migration ?? [];
  const types = new Map<string, FieldType>(Object.entries(old?.fields ?? {}).map(([name, { type }]) => [name, type]));
  if (old === null) {
    if (steps.length > 0) problems.put("/migration", "unknown", "`migration` must be empty for a new model");
    return;
  }
  for (const [at, step] of steps.entries()) {
    const wrong = stepFault(step, steps.slice(at + 1), definition, types);
    if (wrong !== null) problems.put(`/migration/${at}`, "unknown", `\`migration/${at}\` ${wrong}`);
  }
  for (const name of types.keys()) {
    if (Object.hasOwn(definition.fields, name)) continue;
    problems.add(name, "unknown", "is no longer a field: say what happens to its values by a `drop` or `rename` step");
  }
}

/** What is wrong with a step; it changes `types` as it changes data. */
function stepFault(
  step: MigrationStep,
  further: readonly MigrationStep[],
  { fields }: ModelDefinition,
  types: Map<string, FieldType>,
): string | null {
  if ("set" in step) {
    const name = finalName(step.set, further), field = fields[name];
    if (field === undefined || !Object.hasOwn(fields, name)) {
      return `sets ${step.set}, which is not a field of the new version`;
    }
    types.set(step.set, field.type);
    if (step.value === null) return field.required === true ? `sets ${step.set} to null, and it is required` : null;
    return FIELD_TYPES[field.type].compile(field)(step.value) instanceof Faults
      ? `sets ${step.set} to a value that the field does not allow`
      : null;
  }
  const name = "rename" in step ? step.rename : "drop" in step ? step.drop : step.convert;
  const type = types.get(name);
  if (type === undefined) return `names ${name}, which is not a field at this step`;
  if ("drop" in step) types.delete(name);
  else if ("rename" in step) {
    if (types.has(step.to)) return `renames to ${step.to}, which is a field at this step`;
    types.delete(name);
    types.set(step.to, type);
  } else {
    const last = finalName(name, further);
    if (!Object.hasOwn(fields, last)) return `converts ${name}, which is not a field of the new version`;
    if (fields[last]!.type !== step.to) {
      return `converts ${name} to ${step.to}, and the new version has ${fields[last]!.type}`;
    }
    types.set(name, step.to);
  }
  return null;
}
