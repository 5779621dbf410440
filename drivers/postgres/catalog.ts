/**
 * Reads the catalogs of a session's databases.
 *
 * @module
 */
import type { Context } from "@fluxwire/sdk";
import type { Catalog } from "@fluxwire/sql";
import { columnsOf } from "./columns.ts";
import { constraintsOf, foreignKeys, indexes } from "./constraints.ts";
import type { Databases } from "./databases.ts";
import { findRelation, type PgRelation } from "./relation.ts";
import { listDatabases, readSchemas, schemaTypes } from "./schema.ts";
import type { ServerConnection } from "./server_connection.ts";

/** The reader of a session's catalogs. */
export function catalogOf(databases: Databases): Catalog<PgRelation> {
  /** Runs a step in the database that its subject names. */
  const inDatabase = async <S extends { database?: string | null }, T>(
    step: (connection: ServerConnection, subject: S, signal: AbortSignal) => Promise<T>,
    subject: S,
    { signal }: Context,
  ): Promise<T> => await step(await databases.of(subject.database, signal), subject, signal);
  return {
    relation: (ref, context) => inDatabase(findRelation, ref, context),
    columns: (relation, context) => inDatabase(columnsOf, relation, context),
    constraints: (relation, context) => inDatabase(constraintsOf, relation, context),
    foreignKeys: (scope, context) => inDatabase(foreignKeys, scope, context),
    indexes: (scope, context) => inDatabase(indexes, scope, context),
    types: (scope, context) => inDatabase(schemaTypes, scope, context),
    schemas: (database, context) =>
      inDatabase((connection, _, signal) => readSchemas(connection, signal), { database }, context),
    databases: async ({ signal }) => await listDatabases(await databases.active(signal), databases.activeName, signal),
  };
}
