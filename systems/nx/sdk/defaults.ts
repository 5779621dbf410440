/**
 * Fills in what a value lacks, from the defaults of its JSON Schema.
 *
 * @module
 */
type Schema = { readonly [member: string]: unknown };

/** A copy of a value, with defaults where it has nothing: its own, and those of members and items below it. */
export function withDefaults(schema: unknown, value: unknown): unknown {
  if (!isObject(schema)) return value;
  const filled = value === undefined && "default" in schema ? structuredClone(schema["default"]) : value;
  if (Array.isArray(filled)) return filled.map((item) => withDefaults(schema["items"], item));
  if (!isObject(filled)) return filled;
  const result: Record<string, unknown> = { ...filled };
  const parts = [schema, ...(Array.isArray(schema["allOf"]) ? schema["allOf"] : [])].filter(isObject);
  for (const { properties } of parts) {
    for (const [name, member] of Object.entries(isObject(properties) ? properties : {})) {
      const own = Object.hasOwn(result, name) ? result[name] : undefined, complete = withDefaults(member, own);
      if (complete !== undefined) result[name] = complete;
    }
  }
  return result;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
