/**
 * The tables of a driver, or what it has in their place, by the names that users type.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { ColumnInfo, DataStructure } from "@fluxwire/wire";

/** A table, view, collection or keyspace. */
export interface Stored {
  /** What it is. */
  kind: "table" | "view" | "collection" | "keyspace";
  /** The schema of a table, or the database of a collection; null without one. */
  schema: string | null;
  /** The name, unquoted. */
  name: string;
  /** The columns; null if the answer does not have them. */
  columns: readonly Pick<ColumnInfo, "name" | "typeName" | "nullable" | "isPrimaryKey">[] | null;
}

/** All of a schema, in its order. Other data models than relational, document and key-value have none. */
export function storedIn(structure: DataStructure): Stored[] {
  switch (structure.type) {
    case "Relational": {
      const inSchemas = structure.schemas.flatMap((schema) => relations(schema, schema.name));
      return [...inSchemas, ...relations(structure, null)];
    }
    case "Document":
      return structure.collections.map(({ name, database = null }) => ({
        kind: "collection",
        schema: database,
        name,
        columns: null,
      }));
    case "KeyValue":
      return structure.keyspaces.map(({ dbIndex }) => ({
        kind: "keyspace",
        schema: null,
        name: `db${dbIndex}`,
        columns: null,
      }));
    default:
      return [];
  }
}

/** The name as users type it: with its schema, if it has one. */
export function fullName({ schema, name }: Pick<Stored, "schema" | "name">): string {
  return schema === null ? name : `${schema}.${name}`;
}

/**
 * What a word names: a name alone, or one with its schema.
 *
 * @throws {UsageError} for an unknown name, and for one that several schemas have.
 */
export function storedNamed(word: string, all: readonly Stored[]): Stored {
  const found = all.find((stored) => fullName(stored) === word);
  if (found !== undefined) return found;
  const [first, second] = all.filter(({ name }) => name === word);
  if (first === undefined) {
    const { message } = UsageError.unknown("table", word, all.map(({ name }) => name));
    throw new UsageError(message.endsWith("?") ? message : `${message}; fluxwire probe tables lists them`);
  }
  if (second === undefined) return first;
  throw new UsageError(`Cannot choose ${word}: name its schema too, ${fullName(first)} or ${fullName(second)}`);
}

type Relations = Pick<Extract<DataStructure, { type: "Relational" }>, "tables" | "views">;

function relations({ tables, views }: Relations, place: string | null): Stored[] {
  return [
    ...tables.map(({ name, schema, columns }) => ({
      kind: "table" as const,
      schema: place ?? schema ?? null,
      name,
      columns: columns?.map(({ name, typeName, nullable, isPrimaryKey }) => ({
        name,
        typeName,
        nullable,
        isPrimaryKey,
      })) ?? null,
    })),
    ...views.map(({ name, schema }) => ({
      kind: "view" as const,
      schema: place ?? schema ?? null,
      name,
      columns: null,
    })),
  ];
}
