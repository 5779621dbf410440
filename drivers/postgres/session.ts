/**
 * A session: the methods that answer the host's requests.
 *
 * @module
 */
import {
  type CodeGeneratorInfo,
  type Context,
  type CustomTypeInfo,
  type DatabaseInfo,
  type DataStructure,
  type DbSchemaInfo,
  DriverError,
  type ExplainRequest,
  type Place,
  type QueryRequestDto,
  type QueryResult,
  type RowDelete,
  type RowInsert,
  type RowPatch,
  type SchemaForeignKeyInfo,
  type SchemaIndexInfo,
  type SemanticPlan,
  type SemanticRequest,
  type Session,
  type TableBrowseRequest,
  type TableCountRequest,
  type TableInfo,
  type TableRef,
  type ViewInfo,
  type WriteResult,
} from "@fluxwire/sdk";
import { CODE_GENERATORS, generate } from "./code_generators.ts";
import { schemaForeignKeys, schemaIndexes } from "./constraints.ts";
import type { Databases } from "./databases.ts";
import { describe } from "./describe.ts";
import { toParameter } from "./parameter.ts";
import { explain, plan } from "./plan.ts";
import { findRelation } from "./relation.ts";
import { runSql, runToResult } from "./result.ts";
import { browseTable, countTable, writeRow } from "./rows.ts";
import { listDatabases, readDatabase, readSchema, readTable, schemaTypes } from "./schema.ts";
import { raw } from "./sql.ts";
import { deleteRow, insertRow, updateRow } from "./write_statements.ts";

/** The schema of a request that names none. */
const DEFAULT_SCHEMA = "public";

/** An open session. */
export class PostgresSession implements Session {
  /** The generators of statements. */
  readonly codeGenerators: readonly CodeGeneratorInfo[] = CODE_GENERATORS;
  readonly #databases: Databases;

  /** @param databases The connections; that of the first database is open. */
  constructor(databases: Databases) {
    this.#databases = databases;
  }

  /** Runs a text of one or, without parameters and limit, several statements. */
  async execute(request: QueryRequestDto, { signal }: Context): Promise<QueryResult> {
    const { sql, params, limit, offset, database } = request;
    const connection = await this.#databases.of(database, signal);
    const values = params.map((value) => toParameter(value));
    return await runToResult(connection, sql, { values, limit, offset: offset ?? 0, signal });
  }

  /** Explains how a statement would be run, without running it. */
  async explain({ table, query }: ExplainRequest, { signal }: Context): Promise<QueryResult> {
    const connection = await this.#databases.active(signal);
    const target = query ? raw("") : (await findRelation(connection, table, signal)).sql;
    return await runSql(connection, explain(target, query), signal);
  }

  /** The columns of a table, one row each. */
  async describeTable({ table }: { table: TableRef }, { signal }: Context): Promise<QueryResult> {
    const connection = await this.#databases.active(signal);
    return await describe(connection, await findRelation(connection, table, signal), signal);
  }

  /** The statements that a request would run. */
  planSemantic(request: SemanticRequest): SemanticPlan {
    return plan(request);
  }

  /** The databases of the server and the schemas of the active one. */
  async schema({ signal }: Context): Promise<DataStructure> {
    return { type: "Relational", ...await readSchema(await this.#databases.active(signal), signal) };
  }

  /** The databases of the server. */
  async listDatabases({ signal }: Context): Promise<DatabaseInfo[]> {
    return await listDatabases(await this.#databases.active(signal), this.#databases.activeName, signal);
  }

  /** Connects to another database and makes it the active one. */
  setActiveDatabase({ database }: { database: string | null }, { signal }: Context): Promise<void> {
    return this.#databases.activate(database, signal);
  }

  /** The active database. */
  activeDatabase(): string {
    return this.#databases.activeName;
  }

  /** The tables and views of any database. */
  async schemaForDatabase({ database }: { database: string }, { signal }: Context): Promise<DbSchemaInfo> {
    return await readDatabase(await this.#databases.of(database, signal), signal);
  }

  /** A table with its columns, keys and constraints. */
  async tableDetails({ database, schema, table }: Place & { table: string }, { signal }: Context): Promise<TableInfo> {
    const connection = await this.#databases.of(database, signal);
    return await readTable(connection, await findRelation(connection, { schema, name: table }, signal), signal);
  }

  /** A view. */
  async viewDetails({ database, schema, view }: Place & { view: string }, { signal }: Context): Promise<ViewInfo> {
    const found = await findRelation(await this.#databases.of(database, signal), { schema, name: view }, signal);
    if (!found.isView) throw new DriverError("Driver", `${found.schema}.${found.name} is a table, not a view`);
    return { name: found.name, schema: found.schema };
  }

  /** The enumerations, domains and composite types of a schema. */
  async schemaTypes({ database, schema }: Place, { signal }: Context): Promise<CustomTypeInfo[]> {
    return await schemaTypes(await this.#databases.of(database, signal), schema ?? DEFAULT_SCHEMA, signal);
  }

  /** The indexes of a schema. */
  async schemaIndexes({ database, schema }: Place, { signal }: Context): Promise<SchemaIndexInfo[]> {
    return await schemaIndexes(await this.#databases.of(database, signal), schema ?? DEFAULT_SCHEMA, signal);
  }

  /** The foreign keys of a schema. */
  async schemaForeignKeys({ database, schema }: Place, { signal }: Context): Promise<SchemaForeignKeyInfo[]> {
    return await schemaForeignKeys(await this.#databases.of(database, signal), schema ?? DEFAULT_SCHEMA, signal);
  }

  /** A page of a table. */
  async browseTable(request: TableBrowseRequest, { signal }: Context): Promise<QueryResult> {
    return await browseTable(await this.#databases.active(signal), request, signal);
  }

  /** How many rows of a table match. */
  async countTable(request: TableCountRequest, { signal }: Context): Promise<bigint> {
    return await countTable(await this.#databases.active(signal), request, signal);
  }

  /** Changes one row. */
  async updateRow(patch: RowPatch, { signal }: Context): Promise<WriteResult> {
    const connection = await this.#databases.active(signal);
    const table = await findRelation(connection, { schema: patch.schema, name: patch.table }, signal);
    return await writeRow(connection, updateRow(table.sql, patch), signal);
  }

  /** Adds a row. */
  async insertRow(insert: RowInsert, { signal }: Context): Promise<WriteResult> {
    const connection = await this.#databases.active(signal);
    const table = await findRelation(connection, { schema: insert.schema, name: insert.table }, signal);
    return await writeRow(connection, insertRow(table.sql, insert), signal);
  }

  /** Removes one row. */
  async deleteRow(request: RowDelete, { signal }: Context): Promise<WriteResult> {
    const connection = await this.#databases.active(signal);
    const table = await findRelation(connection, { schema: request.schema, name: request.table }, signal);
    return await writeRow(connection, deleteRow(table.sql, request), signal);
  }

  /** A generated statement. */
  async generateCode({ generatorId, table }: { generatorId: string; table: TableInfo }, { signal }: Context): Promise<
    string
  > {
    const connection = await this.#databases.active(signal);
    return await generate(generatorId, { connection, relation: await findRelation(connection, table, signal), signal });
  }

  /** Whether the server answers. */
  async ping({ signal }: Context): Promise<void> {
    const connection = await this.#databases.active(signal);
    if (connection.transactionStatus !== "E") await connection.rows(raw("SELECT 1"), signal);
  }

  /** Ends a transaction that failed with a cancelled statement: it accepts only ROLLBACK. */
  async cleanupAfterCancel({ signal }: Context): Promise<void> {
    const connection = await this.#databases.active(signal);
    if (connection.transactionStatus === "E") await connection.rows(raw("ROLLBACK"), signal);
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.#databases.close();
  }
}
