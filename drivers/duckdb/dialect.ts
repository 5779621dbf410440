/**
 * DuckDB's SQL, as what differs from standard SQL.
 *
 * A macro of the database's owner stands before a function of DuckDB's with its name, and before operators that are
 * functions, such as LIKE. So every function is called by its full name; comparisons are not functions.
 *
 * @module
 */
import { type Dialect, dialect, STANDARD_OPERATORS } from "@fluxwire/sql";

/** The elements of a path as one JSON pointer. */
const POINTER = "system.main.list_reduce(system.main.list_transform({steps}, lambda step: " +
  "system.main.concat('/', system.main.replace(system.main.replace(step, '~', '~0'), '/', '~1'))), " +
  "lambda path, step: system.main.concat(path, step))";

/** DuckDB's dialect. */
export const DIALECT: Dialect = dialect({
  name: "DuckDB",
  placeholder: "${n}",
  operators: {
    ...STANDARD_OPERATORS,
    Like: `system.main."~~"({column}::VARCHAR, {value})`,
    ILike: `system.main."~~*"({column}::VARCHAR, {value})`,
    Regex: "system.main.regexp_matches({column}::VARCHAR, {value})",
    Contains: "system.main.list_has_all({column}, {list})",
    ContainsAll: "system.main.list_has_all({column}, {list})",
    ContainsAny: "system.main.list_has_any({column}, {list})",
    Overlap: "system.main.list_has_any({column}, {list})",
    Size: "system.main.len({column}) = {value}",
  },
  path: `system.main.json_extract_string({column}, ${POINTER})`,
  defaultSchema: "main",
  explain: "EXPLAIN (FORMAT text) ",
  count: "system.main.count_star()",
  aggregates: "system.main.",
  queriesOnlyRead: true,
  literals: { bytes: "system.main.unhex('{hex}')" },
  savepoints: false,
});
