/**
 * Nodes of a schema's tree, from what DBFlux would show and from the answers that open a node.
 *
 * @module
 */
import {
  decode,
  type DriverResponseBody,
  type Layout,
  type SchemaLoadingStrategy,
  type ShownNode,
  shownTree,
} from "@fluxwire/wire";
import type { NodeNames, Payload } from "./messages.ts";

/** A node before it has a number. */
export interface Seed {
  /** What it is. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /** More about it. */
  readonly detail: string;
  /** Its children; null if they must be asked for. */
  readonly children: readonly Seed[] | null;
  /** Where it stands. */
  readonly names: NodeNames;
}

/** Kinds whose columns are asked for when they are opened. */
const WITH_COLUMNS: ReadonlySet<string> = new Set(["table", "collection", "measurement"]);

/** The body of an answer. @throws {MalformedError} For bytes that are no answer. */
export function bodyOf({ payload, layout }: Payload): DriverResponseBody {
  return decode("response", layout as Layout, new Uint8Array(payload)).envelope.body;
}

/** The nodes of an answer to Schema, as DBFlux shows them, and why there is nothing to open. */
export function seedsOfSchema(body: DriverResponseBody, strategy: string): { seeds: Seed[]; empty: string | null } {
  if (body.type !== "Schema") throw new TypeError(`${body.type} is no schema`);
  const { structure } = body.schema, schemaLoadingStrategy = strategy as SchemaLoadingStrategy;
  const { nodes, empty } = shownTree(structure, { schemaLoadingStrategy });
  const current = "databases" in structure ? structure.databases.find(({ isCurrent }) => isCurrent)?.name : undefined;
  return {
    seeds: nodes.map((node) => seedOf(node, { database: current ?? "", schema: null })),
    empty: empty?.remedy ?? null,
  };
}

/** The children of a node, from the answer to what it asked for. */
export function seedsOfAnswer(body: DriverResponseBody, names: NodeNames): Seed[] {
  const leaf = (kind: string, name: string, detail: string): Seed => ({ kind, name, detail, children: [], names });
  switch (body.type) {
    case "TableDetails":
      return (body.table.columns ?? []).map(({ name, typeName, nullable, isPrimaryKey }) =>
        leaf("column", name, `${typeName}${isPrimaryKey ? " key" : ""}${nullable ? "" : " not null"}`)
      );
    case "SchemaForDatabase": {
      const schemas = [body.schema];
      const { nodes } = shownTree({ type: "Relational", databases: [], schemas, tables: [], views: [] });
      return nodes.map((node) => seedOf(node, names));
    }
    case "SchemaIndexes":
      return body.indexes.map(({ name, tableName, columns }) =>
        leaf("index", name, `${tableName} (${columns.join(", ")})`)
      );
    case "SchemaForeignKeys":
      return body.foreignKeys.map(({ name, tableName, columns }) =>
        leaf("foreign key", name, `${tableName} (${columns.join(", ")})`)
      );
    case "SchemaTypes":
      return body.types.map(({ name }) => leaf("type", name, ""));
    case "KvScanResult":
      return body.page.entries.map(({ key, keyType }) => leaf("key", key, keyType ?? ""));
    default:
      throw new TypeError(`${body.type} has no nodes to show`);
  }
}

function seedOf({ kind, name, count, isLoadedOnOpen, children }: ShownNode, names: NodeNames): Seed {
  const below = kind === "database"
    ? { database: name, schema: null }
    : kind === "schema"
    ? { ...names, schema: name }
    : names;
  return {
    kind,
    name,
    detail: count === null ? "" : count.toLocaleString("en"),
    children: isLoadedOnOpen || WITH_COLUMNS.has(kind) ? null : children.map((child) => seedOf(child, below)),
    names: below,
  };
}
