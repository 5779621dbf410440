/**
 * npm:@duckdb/node-api itself: the only place that names its version.
 *
 * @module
 */
export {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBListValue,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  HUGEINT,
  LIST,
  SQLNULL,
  StatementType,
  STRUCT,
  VARCHAR,
} from "npm:@duckdb/node-api@1.5.6-r.1";
