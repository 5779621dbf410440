/**
 * The SQL of SQLite, as data.
 *
 * @module
 */
import { type Dialect, dialect, STANDARD_OPERATORS } from "@fluxwire/sql";

/** The schema of a name without one: the opened file. */
export const MAIN = "main";

/** `IS` also compares NULL; `LIKE` ignores the case of ASCII letters. */
export const SQLITE: Dialect = dialect({
  name: "SQLite",
  placeholder: "?{n}",
  maxParameters: 32_766,
  operators: {
    ...STANDARD_OPERATORS,
    Eq: "{column} IS {value}",
    Ne: "{column} IS NOT {value}",
    ILike: "{column} LIKE {value}",
    Regex: "{column} REGEXP {value}",
  },
  same: "{column} IS {value}",
  explain: "EXPLAIN QUERY PLAN ",
  queriesOnlyRead: true,
  defaultSchema: MAIN,
  describe:
    'SELECT name, type, "notnull", dflt_value, pk FROM temp.pragma_table_xinfo({table}, {schema}) WHERE hidden <> 1',
});
