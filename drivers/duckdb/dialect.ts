/**
 * DuckDB's SQL, as what differs from standard SQL.
 *
 * @module
 */
import { type Dialect, dialect, STANDARD_OPERATORS } from "@fluxwire/sql";

/** DuckDB's dialect. */
export const DIALECT: Dialect = dialect({
  name: "DuckDB",
  placeholder: "${n}",
  operators: {
    ...STANDARD_OPERATORS,
    Like: "{column}::VARCHAR LIKE {value}",
    ILike: "{column}::VARCHAR ILIKE {value}",
    Regex: "regexp_matches({column}::VARCHAR, {value})",
    Contains: "list_contains({column}, {value})",
    ContainsAll: "list_has_all({column}, {list})",
    ContainsAny: "list_has_any({column}, {list})",
    Overlap: "list_has_any({column}, {list})",
    Size: "len({column}) = {value}",
  },
  path: "json_extract_string({column}, {steps})",
  defaultSchema: "main",
  explain: "EXPLAIN ",
  afterExplain: ["ANALYZE", "("],
  literals: { bytes: "'{hex}'::BLOB" },
  savepoints: false,
});
