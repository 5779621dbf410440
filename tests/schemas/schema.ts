/**
 * The published JSON schemas of the probe's documents, and the validation of documents.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";

/** The part of JSON Schema 2020-12 that the published schemas use. */
export interface Schema {
  $schema?: string;
  $id?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  anyOf?: Schema[];
}

/** The keywords that {@link violations} checks, and those that restrict no document. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "$defs", "title", "description", "$ref", "type", "const", "enum", "pattern", "minimum"],
  ...["properties", "required", "additionalProperties", "items", "prefixItems", "minItems", "anyOf"],
]);

/** The schema of a verb's `--json` output; for a stream, of each line. */
export async function schemaOf(name: string): Promise<Schema> {
  return JSON.parse(await Deno.readTextFile(pathOf(`packages/cli/schemas/${name}.json`)));
}

/** The violations of a document, each with its path. */
export function violations(document: unknown, schema: Schema, root: Schema = schema, path = "$"): string[] {
  const unknown = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword));
  if (unknown.length > 0) throw new Error(`Cannot check ${path}: unknown keywords ${unknown}`);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace("#/$defs/", "");
    return violations(document, root.$defs![name]!, root, path);
  }
  const found: string[] = [];
  const expect = (holds: boolean, what: string) => holds || found.push(`${path}: ${what}`);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  expect(types.length === 0 || types.some((type) => isOf(type, document)), `is no ${types.join(" or ")}`);
  if ("const" in schema) expect(document === schema.const, `is not ${JSON.stringify(schema.const)}`);
  if (schema.enum !== undefined) expect(schema.enum.includes(document), `is none of ${schema.enum.join(", ")}`);
  if (schema.pattern !== undefined && typeof document === "string") {
    expect(new RegExp(schema.pattern, "u").test(document), `does not match ${schema.pattern}`);
  }
  if (schema.minimum !== undefined && typeof document === "number") {
    expect(document >= schema.minimum, `is below ${schema.minimum}`);
  }
  if (schema.anyOf !== undefined) {
    const each = schema.anyOf.map((one) => violations(document, one, root, path));
    if (!each.some((list) => list.length === 0)) found.push(...each.flat());
  }
  if (Array.isArray(document)) found.push(...inArray(document, schema, root, path));
  else if (typeof document === "object" && document !== null) found.push(...inObject(document, schema, root, path));
  return found;
}

function inArray(document: unknown[], { items, prefixItems = [], minItems = 0 }: Schema, root: Schema, path: string) {
  const few = document.length < minItems ? [`${path}: has fewer than ${minItems} elements`] : [];
  const each = document.flatMap((element, i) => {
    const schema = prefixItems[i] ?? items;
    return schema === undefined ? [] : violations(element, schema, root, `${path}[${i}]`);
  });
  return [...few, ...each];
}

function inObject(document: object, schema: Schema, root: Schema, path: string): string[] {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const missing = required.filter((key) => !Object.hasOwn(document, key)).map((key) => `${path}.${key}: is missing`);
  const each = Object.entries(document).flatMap(([key, value]) => {
    const own = Object.hasOwn(properties, key) ? properties[key]! : additionalProperties;
    if (typeof own === "object") return violations(value, own, root, `${path}.${key}`);
    return own ? [] : [`${path}.${key}: is not in the schema`];
  });
  return [...missing, ...each];
}

function isOf(type: string, value: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  const actual: string = typeof value;
  return actual === type;
}
