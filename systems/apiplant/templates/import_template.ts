/** Brings the models of a template into a log that lacks them. */
import type { Writer } from "../commit/command.ts";
import { Refusal } from "../commit/refusal.ts";
import type { ModelRules } from "../commit/rules.ts";
import { equalJson } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { ModelDefinition } from "../model/definition.ts";
import type { Reader } from "../state/reader.ts";
import type { Template } from "./template.ts";

/** Another server can define the same models at the same moment; then what it defined is compared. */
const ATTEMPTS = 5;

/** What the import needs of a server. */
export interface TemplateTarget {
  readonly state: Reader;
  readonly writer: Writer;
  readonly rules: ModelRules;
  /** How many models the server may have. */
  readonly modelsMax: number;
}

/** A model of the template exists with another definition, or there is no room; nothing was changed. */
export class TemplateConflict extends Error {
  override readonly name = "TemplateConflict";
}

/**
 * Defines the models that the log lacks, all in one commit, and resolves with their ids: none if it has them all.
 *
 * @throws {TemplateConflict} For a model that exists with another definition, and beyond the limit of models.
 */
export async function importTemplate(
  { name, models }: Template,
  { state, writer, rules, modelsMax }: TemplateTarget,
): Promise<readonly string[]> {
  for (let attempt = 1;; attempt++) {
    const missing = models.filter(({ id }) => state.model(id) === null);
    const others = models.flatMap((model) =>
      differences(rules.definition(model as unknown as JsonObject, null), state)
    );
    if (others.length > 0) {
      throw new TemplateConflict(
        `Cannot import the template ${name}: ${others.join("; ")}. Delete or rename what is there, or use another log`,
      );
    }
    if (missing.length === 0) return [];
    if (state.models().length + missing.length > modelsMax) {
      throw new TemplateConflict(
        `Cannot import the template ${name}: with ${missing.length} more models the limit of ${modelsMax} is exceeded; raise limits.models-max`,
      );
    }
    try {
      await writer.write({
        operations: missing.map((definition) => ({ op: "createModel", definition })),
        batch: true,
        actor: `template:${name}`,
        requestId: crypto.randomUUID(),
        signal: new AbortController().signal,
      });
      return missing.map(({ id }) => id);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === "exists") || attempt === ATTEMPTS) throw error;
    }
  }
}

/** What differs between a model of the template and the one that exists, if anything does. */
function differences(wanted: ModelDefinition, state: Reader): string[] {
  const stored = state.model(wanted.id)?.definition;
  if (stored === undefined) return [];
  const places = [...placesOf(content(wanted), content(stored))];
  return places.length === 0 ? [] : [`the model ${wanted.id} differs in ${places.join(", ")}`];
}

/** A definition without what belongs to its place in the log. */
function content({ version: _version, migration: _migration, ...members }: ModelDefinition): JsonObject {
  return members as unknown as JsonObject;
}

function* placesOf(wanted: JsonObject, stored: JsonObject): Generator<string> {
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(stored)])) {
    if (name === "fields") {
      for (const field of placesOf(wanted.fields as JsonObject, stored.fields as JsonObject)) yield `fields.${field}`;
    } else if (!same(wanted[name], stored[name])) yield name;
  }
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return one === undefined || other === undefined ? one === other : equalJson(one, other);
}
