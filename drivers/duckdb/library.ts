/**
 * npm:@duckdb/node-api itself: the only place that names its version.
 *
 * @module
 */
export {
  DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  StatementType,
} from "npm:@duckdb/node-api@1.5.6-r.1";
