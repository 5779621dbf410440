/**
 * The part of npm:typebox that this package uses: the only place that names its version.
 *
 * @module
 */
import Type from "npm:typebox@1.4.3";

export { Type };
export type { Static, TSchema } from "npm:typebox@1.4.3";

/** Checks values against schemas, and fills in defaults. Loaded only where a schema is checked. */
export async function loadChecker(): Promise<SchemaChecker> {
  const [{ default: Value }, { default: Schema }] = await Promise.all([
    import("npm:typebox@1.4.3/value"),
    import("npm:typebox@1.4.3/schema"),
  ]);
  return {
    withDefaults: (schema, value) => Value.Default(schema as never, Value.Clone(value)),
    faults(schema, value) {
      const [isValid, errors] = Schema.Errors(schema as never, value);
      if (isValid) return [];
      return errors.map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
    },
  };
}

/** Checks values against JSON Schemas. */
export interface SchemaChecker {
  /** A copy of a value, with the defaults of its schema where it has nothing. */
  withDefaults(schema: unknown, value: unknown): unknown;
  /** What is wrong with a value, each with its place; empty if it is valid. */
  faults(schema: unknown, value: unknown): string[];
}
