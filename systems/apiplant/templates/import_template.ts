/** Brings the models of a template into a log that lacks them. */
import { Refusal } from "../commit/refusal.ts";
import { importDefinitions, type ImportTarget } from "../definitions/import_definitions.ts";
import { equalJson } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import type { ModelDefinition } from "../model/definition.ts";
import type { Template } from "./template.ts";

/** Another server can define the same models at the same moment; then what it defined is compared. */
const ATTEMPTS = 20;

/** What the import needs of a server. */
export interface TemplateTarget extends ImportTarget {
  /** How many models the server may have. */
  readonly modelsMax: number;
}

/** A model of the template exists with another definition, or the server may not have that many; nothing was changed. */
export class TemplateConflict extends Error {
  override readonly name = "TemplateConflict";
}

/** What an import of a template has found. */
export interface TemplateImport {
  /** The ids of the models that it has defined: none if the log had them all. */
  readonly defined: readonly string[];
  /** Those that exist with other rules than the template's: who may do what is not the template's to change. */
  readonly otherRules: readonly string[];
}

/**
 * Defines the models that the log lacks.
 *
 * @throws {TemplateConflict} For a model that exists with another definition, rules aside, and beyond the limit of models.
 */
export async function importTemplate(
  { name, models }: Template,
  { modelsMax, ...target }: TemplateTarget,
): Promise<TemplateImport> {
  const missing = models.filter(({ id }) => target.state.model(id) === null).map(({ id }) => id);
  if (missing.length > 0 && target.state.models().length + missing.length > modelsMax) {
    throw new TemplateConflict(
      `Cannot import the template ${name}: with ${missing.length} more models the limit of ${modelsMax} is exceeded; raise limits.models-max`,
    );
  }
  for (let attempt = 1;; attempt++) {
    const known = models.map((model) => withRulesOf(target.state.model(model.id)?.definition ?? null, model));
    try {
      await importDefinitions(target, { v: 1, models: known } as unknown as Json, { actor: `template:${name}` });
      const otherRules = models.filter((model, at) => !equalJson(rulesOf(model), rulesOf(known[at]!)));
      return { defined: missing, otherRules: otherRules.map(({ id }) => id) };
    } catch (error) {
      if (!(error instanceof Refusal && error.code === "exists")) throw error;
      // A list of models has differences; one that another server has defined meanwhile is compared first.
      if (!Array.isArray(error.details) && attempt < ATTEMPTS) continue;
      throw new TemplateConflict(
        `Cannot import the template ${name}: ${error.message}. Delete or rename what exists, or use another log`,
        { cause: error },
      );
    }
  }
}

type TemplateModel = Template["models"][number];

/** A model with the rules that it has in the log. */
function withRulesOf(now: ModelDefinition | null, model: TemplateModel): TemplateModel {
  if (now === null) return model;
  const { rules: _, ...others } = model;
  return now.rules === undefined ? others : { ...others, rules: now.rules };
}

function rulesOf({ rules }: TemplateModel): Json {
  return (rules ?? {}) as Json;
}
