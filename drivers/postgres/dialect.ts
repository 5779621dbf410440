/**
 * The SQL of PostgreSQL, as data.
 *
 * @module
 */
import { type Dialect, dialect } from "@fluxwire/sql";

/** How plans write it, for people to read and run. */
export const READABLE: Dialect = withOperators((symbol) => symbol, "");

/**
 * How the driver writes it: no operator, function or type can be another than the server's own, whatever the owner of a
 * database has created and put into the search path.
 */
export const POSTGRES: Dialect = withOperators((symbol) => `OPERATOR(pg_catalog.${symbol})`, "pg_catalog.");

function withOperators(operator: (symbol: string) => string, own: string): Dialect {
  const compared = (symbol: string): string => `{column} ${operator(symbol)} {value}`;
  const pattern = (symbol: string): string => `{column}::${own}text ${operator(symbol)} {value}`;
  const container = (symbol: string): string => `{column} ${operator(symbol)} {contained}`;
  return dialect({
    name: "PostgreSQL",
    placeholder: "${n}",
    maxNameBytes: 63,
    maxParameters: 65_535,
    operators: {
      Eq: compared("="),
      Ne: compared("<>"),
      Gt: compared(">"),
      Gte: compared(">="),
      Lt: compared("<"),
      Lte: compared("<="),
      Like: pattern("~~"),
      ILike: pattern("~~*"),
      Regex: pattern("~"),
      Null: "{column} IS NULL",
      In: `{column} ${operator("=")} ANY ({list})`,
      NotIn: `{column} ${operator("<>")} ALL ({list})`,
      Contains: container("@>"),
      ContainsAll: container("@>"),
      ContainsAny: container("&&"),
      Overlap: container("&&"),
      Size: `${own}cardinality({column}) ${operator("=")} {value}`,
    },
    path: `({column} ${operator("#>>")} {steps}::${own}text[])`,
    same: compared("="),
    // json has no equality; the texts of json and jsonb are the server's own.
    sameTagged: { Json: pattern("=") },
    // After a list of options only the statement can follow: it cannot bring ANALYZE.
    explain: "EXPLAIN (COSTS) ",
    count: `${own}count(*)`,
    aggregates: own,
    literals: { bytes: "'\\x{hex}'", backslash: "E{text}" },
  });
}
