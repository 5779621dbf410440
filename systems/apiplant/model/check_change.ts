/** Whether a model can change while it has instances. */
import { filesIn } from "../files/file_fields.ts";
import { equalJson } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import { stringifyExact } from "../json/stringify.ts";
import { checkPersonalChange } from "../personal/check_personal.ts";
import { withoutRequired } from "../personal/personal_fields.ts";
import { allInstances } from "../state/all_instances.ts";
import type { Reader } from "../state/reader.ts";
import { checkSteps } from "./check_steps.ts";
import { referenceFields, referencesOf, uniqueSets, uniqueValues } from "./constraints.ts";
import type { ModelDefinition } from "./definition.ts";
import type { Instance } from "./instance.ts";
import { MigrationProblems } from "./migration_problems.ts";
import { migrate } from "./migrating.ts";
import { type Problem, validationRefusal } from "./problem.ts";
import { compile } from "./validate.ts";

/**
 * Refuses a definition that refers to models that do not exist (422 `validation`), or that cannot follow `old` (422
 * `migration`): a field that goes without `drop` or `rename`, a step that does not fit, and any stored instance that would not
 * be valid after the change. So every stored instance is always valid under the present definition.
 *
 * @param old `null` for a new model.
 * @param state With personal data decrypted.
 */
export async function checkChange(
  old: ModelDefinition | null,
  definition: ModelDefinition,
  state: Reader,
): Promise<void> {
  checkTargets(definition, state);
  const problems = new MigrationProblems();
  checkSteps(old, definition, problems);
  if (old !== null) checkPersonalChange(old, definition, problems);
  problems.refuse();
  if (old === null || isSame(old, definition)) return;
  const scan = new Scan(old, definition, state, problems);
  for await (const instance of allInstances(state, old.id)) await scan.visit(instance);
  problems.refuse();
}

/** The models that a definition refers to must exist, or be the model itself. */
function checkTargets(definition: ModelDefinition, state: Reader): void {
  const problems = referenceFields(definition).flatMap(({ name, model, list }): Problem[] => {
    if (model === definition.id || state.model(model) !== null) return [];
    const path = `/fields/${name}${list ? "/of" : ""}/model`;
    return [{
      path,
      code: "reference",
      message: `\`${path.slice(1)}\` must be a model that exists: define ${model} first`,
    }];
  });
  if (problems.length > 0) throw validationRefusal(problems);
}

/** Whether the definitions accept the same data. */
function isSame(old: ModelDefinition, definition: ModelDefinition): boolean {
  const what = ({ fields, strict, uniqueTogether, migration }: ModelDefinition) => {
    return [fields, strict ?? true, uniqueTogether ?? [], migration ?? []] as unknown as Json;
  };
  return (definition.migration ?? []).length === 0 && equalJson(what({ ...old, migration: [] }), what(definition));
}

/** A look at every stored instance. */
class Scan {
  readonly #uniques;
  readonly #references;
  readonly #validate;
  readonly #validateErased;

  constructor(
    readonly old: ModelDefinition,
    readonly definition: ModelDefinition,
    readonly state: Reader,
    readonly problems: MigrationProblems,
  ) {
    this.#uniques = uniqueSets(definition).map((fields) => ({ fields, seen: new Map<string, string>() }));
    this.#references = referenceFields(definition).some(({ name, model }) => {
      return !referenceFields(old).some((one) => one.name === name && one.model === model);
    });
    this.#validate = compile(definition);
    this.#validateErased = compile(withoutRequired(definition));
  }

  async visit({ id, data, erased }: Instance): Promise<void> {
    const migrated = migrate(data, this.definition);
    for (const name of migrated.lost) {
      this.problems.add(name, "type", "has values that this type cannot hold without loss", id);
    }
    if (migrated.lost.length > 0) return;
    const checked = (erased === true ? this.#validateErased : this.#validate)(migrated.data, { kind: "stored" });
    if ("problems" in checked) {
      for (const { path, code } of checked.problems) {
        const name = path.split("/")[1]!;
        const message = code === "required"
          ? "is required and has no default, and instances lack it: give a default, or a `set` step"
          : code === "unknown"
          ? "is in instances, and a strict model has no such field"
          : "has values that the new definition does not allow";
        this.problems.add(name, code, message, id);
      }
      return;
    }
    for (const [name, value] of Object.entries(checked.value)) {
      if (equalJson(value, memberOf(migrated.data, name))) continue;
      this.problems.add(
        name,
        "type",
        "has values that are written differently in this type: give a `convert` step",
        id,
      );
    }
    for (const { fields, seen } of this.#uniques) {
      const values = uniqueValues(fields, checked.value);
      if (values === null) continue;
      const key = stringifyExact(values), first = seen.get(key);
      if (first === undefined) seen.set(key, id);
      else {
        this.problems.add(fields.join(", "), "unique", "must be unique, and instances have the same value", first);
        this.problems.add(fields.join(", "), "unique", "must be unique, and instances have the same value", id);
      }
    }
    const had = filesIn(this.old, data);
    for (const { field, value } of filesIn(this.definition, checked.value)) {
      if (had.some((one) => equalJson(one.value, value))) continue;
      this.problems.add(
        field,
        "reference",
        "has values that were no files before: files come from POST /files alone",
        id,
      );
    }
    if (!this.#references) return;
    for (const { path, model, id: target } of referencesOf(this.definition, checked.value)) {
      if (await this.state.get(model, target) !== null) continue;
      this.problems.add(path.split("/")[1]!, "reference", `has values that are not ids of instances of ${model}`, id);
    }
  }
}
