/**
 * The foundation of drivers for SQL databases: statements that keep text and values apart, dialects as data, and the
 * methods of a session from a way to run statements and a reader of the catalog.
 *
 * @example Composing a statement
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { dialect, name, render, sql } from "@fluxwire/sql";
 *
 * const postgres = dialect({ name: "PostgreSQL", placeholder: "${n}", maxNameBytes: 63 });
 * strictEqual(render(sql`DELETE FROM ${name("a b")} WHERE id = ${1n}`, postgres).text, `DELETE FROM "a b" WHERE id = $1`);
 * ```
 *
 * @module
 */
export {
  type Catalog,
  type Relation,
  RelationMissing,
  type RelationRef,
  type Scope,
  type TableColumn,
} from "./catalog.ts";
export { type BoundValue, boundValue } from "./bound_value.ts";
export type { CatalogQueries } from "./catalog_queries.ts";
export { type CatalogRead, catalogRead, type CatalogRow } from "./catalog_read.ts";
export { commonGenerators, definitionGenerators } from "./common_generators.ts";
export { script, statementsOf } from "./definition.ts";
export {
  type Dialect,
  dialect,
  type DialectChanges,
  type Form,
  type Literals,
  STANDARD_OPERATORS,
  type Tag,
} from "./dialect.ts";
export { type Chunk, chunkedResult, type ChunkedRows } from "./chunked_result.ts";
export { SESSION_METHODS, SQL_DRIVER, SQL_FLAGS, SQL_METHODS, type SqlMethod } from "./driver_parts.ts";
export { executing } from "./executing.ts";
export { explained } from "./explain.ts";
export { column, condition, type Filter, where } from "./filter.ts";
export { firstWord } from "./first_word.ts";
export { quotedTexts } from "./quoted_texts.ts";
export { generating, type Generator, type GeneratorTarget } from "./generator.ts";
export { keyOf, type RowKey, sameRow } from "./identity.ts";
export type { SqlParts } from "./parts.ts";
export { plan, planning } from "./plan.ts";
export { queriedCatalog } from "./queried_catalog.ts";
export { aggregate, browse, count, orderBy, pageOf } from "./read_statements.ts";
export { reading } from "./reading.ts";
export { isReading } from "./reading_text.ts";
export { inlined, quoted, render, type Rendered } from "./render.ts";
export { rowWrites } from "./row_writes.ts";
export { sendableWrite, type WritePlace } from "./sendable_write.ts";
export { type SqlSession, sqlSession } from "./session.ts";
export { join, name, nameList, NOTHING, type Parameter, type Piece, raw, Sql, sql, value } from "./sql.ts";
export { NOT_COMMITTED, type Purpose, type Run, type Statement } from "./statement.ts";
export { structure, type StructureMethods } from "./structure.ts";
export { tableFromInfo } from "./table_from_info.ts";
export { dateCell, momentCell, timeCell } from "./temporal_cells.ts";
export { isNull, jsonText, type Plain, plainText } from "./value_text.ts";
export { type Asked, type WholeResults, wholeResults } from "./whole_results.ts";
export {
  type Changes,
  deleteRow,
  deleteRows,
  insertRow,
  updateRow,
  updateRows,
  upsertRow,
} from "./write_statements.ts";
