/**
 * The part of npm:typebox that this package uses: the only place that names its version.
 *
 * @module
 */
import Type from "npm:typebox@1.4.3";

export { Type };
export type { Static, TSchema } from "npm:typebox@1.4.3";

/** Checks values against schemas. Loaded only where a schema is checked. */
export async function loadChecker(): Promise<SchemaChecker> {
  const { default: Schema } = await import("npm:typebox@1.4.3/schema");
  return {
    faults(schema, value) {
      const [isValid, errors] = Schema.Errors(schema as never, value);
      if (isValid) return [];
      return errors.map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
    },
  };
}

/** Checks values against JSON Schemas. */
export interface SchemaChecker {
  /** What is wrong with a value, each with its place; empty if it is valid. */
  faults(schema: unknown, value: unknown): string[];
}
