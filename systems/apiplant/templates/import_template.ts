/** Brings the models of a template into a log that lacks them. */
import { Refusal } from "../commit/refusal.ts";
import { importDefinitions, type ImportTarget } from "../definitions/import_definitions.ts";
import type { Json } from "../json/json.ts";
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

/**
 * Defines the models that the log lacks, and resolves with their ids: none if it has them all.
 *
 * @throws {TemplateConflict} For a model that exists with another definition, and beyond the limit of models.
 */
export async function importTemplate(
  { name, models }: Template,
  { modelsMax, ...target }: TemplateTarget,
): Promise<readonly string[]> {
  const missing = models.filter(({ id }) => target.state.model(id) === null).map(({ id }) => id);
  if (missing.length > 0 && target.state.models().length + missing.length > modelsMax) {
    throw new TemplateConflict(
      `Cannot import the template ${name}: with ${missing.length} more models the limit of ${modelsMax} is exceeded; raise limits.models-max`,
    );
  }
  const document = { v: 1, models } as unknown as Json;
  for (let attempt = 1;; attempt++) {
    try {
      await importDefinitions(target, document, { actor: `template:${name}` });
      return missing;
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
