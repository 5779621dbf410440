/**
 * The generated statements that only DuckDB's catalog knows: CREATE TABLE and CREATE VIEW.
 *
 * @module
 */
import type { Cell } from "@fluxwire/sdk";
import {
  commonGenerators,
  type Generator,
  type GeneratorTarget,
  inlined,
  join,
  name,
  raw,
  type Sql,
  sql,
  tableFromInfo,
} from "@fluxwire/sql";
import type { DuckRelation, Read } from "./place.ts";
import { DIALECT } from "./dialect.ts";

/** The generators of a session, in the order of the menu. */
export function duckGenerators(read: Read): Generator<DuckRelation>[] {
  const common = commonGenerators(DIALECT);
  const isDrop = ({ id }: Pick<Generator, "id">): boolean => id.startsWith("drop_");
  const generate = (target: GeneratorTarget<DuckRelation>): Promise<string> => definitionOf(read, target);
  return [
    ...common.filter((one) => !isDrop(one)),
    {
      id: "create_table",
      label: "CREATE TABLE",
      scope: "Table",
      fromInfo: (table) => tableFromInfo(table, DIALECT),
      generate,
    },
    { id: "create_view", label: "CREATE VIEW", scope: "View", generate },
    ...common.filter(isDrop),
  ];
}

/** The statements that make a table or view with its indexes and comments, in an order in which they run. */
async function definitionOf(read: Read, target: GeneratorTarget<DuckRelation>): Promise<string> {
  const { relation: { database, schema, name: own, isView }, columns, context } = target;
  const place = sql`database_name = ${database} AND schema_name = ${schema}`;
  const [kind, from] = isView
    ? ["VIEW", sql`system.main.duckdb_views() WHERE view_name = ${own}`] as const
    : ["TABLE", sql`system.main.duckdb_tables() WHERE table_name = ${own}`] as const;
  const [definition] = await read(sql`SELECT sql, comment FROM ${from} AND ${place}`, context);
  const indexes = await read(
    sql`SELECT sql, comment, index_name FROM system.main.duckdb_indexes() WHERE table_name = ${own} AND ${place} ORDER BY index_oid`,
    context,
  );
  const comments = [
    commentOn(kind, name(schema, own), definition![1]),
    ...columns.map((column) => commentOn("COLUMN", name(schema, own, column.name), column.comment)),
    ...indexes.map(([, comment, index]) => commentOn("INDEX", name(schema, String(index)), comment)),
  ];
  return [definition, ...indexes].map((row) => String(row![0])).concat(comments.flat()).join("\n");
}

function commentOn(kind: string, path: Sql, comment: Cell): string[] {
  if (comment === null || comment === undefined) return [];
  return [inlined(join([raw(`COMMENT ON ${kind}`), path, sql`IS ${String(comment)}`], " "), DIALECT) + ";"];
}
