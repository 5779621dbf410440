/**
 * The generated statements that only DuckDB's catalog knows: CREATE TABLE and CREATE VIEW.
 *
 * @module
 */
import type { Cell } from "@fluxwire/sdk";
import { commonGenerators, definitionGenerators, inlined, name, nameList, raw, sql } from "@fluxwire/sql";
import type { CatalogRead, Generator, GeneratorTarget, Sql } from "@fluxwire/sql";
import { DIALECT, type DuckRelation, isIn } from "./catalog.ts";

/** Reads the catalog in the call that a target belongs to. */
type Ask = (statement: Sql) => ReturnType<CatalogRead>;

/** The generators of a session, in the order of the menu. */
export function duckGenerators(read: CatalogRead): Generator<DuckRelation>[] {
  const define: Generator<DuckRelation>["generate"] = async (target) => {
    const ask: Ask = (statement) => read(statement, target.context);
    return [...await neededBy(ask, target), ...await definitionOf(ask, target)].join("\n");
  };
  return [...commonGenerators(DIALECT), ...definitionGenerators(DIALECT, define)];
}

/** The statements that make a table or view with its indexes and comments, in an order in which they run. */
async function definitionOf(ask: Ask, target: GeneratorTarget<DuckRelation>): Promise<string[]> {
  const { relation: { database, schema, name: table, isView }, columns } = target;
  const [kind, from] = isView
    ? ["VIEW", sql`system.main.duckdb_views() WHERE view_name = ${table}`] as const
    : ["TABLE", sql`system.main.duckdb_tables() WHERE table_name = ${table}`] as const;
  const place = isIn({ database, schema, table: null });
  const [definition] = await ask(sql`SELECT sql, comment FROM ${from} AND ${place}`);
  const indexes = await ask(sql`SELECT sql, comment, index_name FROM system.main.duckdb_indexes()
      WHERE ${isIn({ database, schema, table })} ORDER BY index_oid`);
  return [
    await withOwnKeys(String(definition![0]), ask, target),
    ...indexes.map(([text]) => String(text)),
    ...commentOn(kind, name(schema, table), definition![1]),
    ...columns.flatMap((column) => commentOn("COLUMN", name(schema, table, column.name), column.comment)),
    ...indexes.flatMap(([, comment, index]) => commentOn("INDEX", name(schema, String(index)), comment)),
  ];
}

/** A table's definition with the foreign keys to itself: in DuckDB's text nothing stands for them between two commas. */
async function withOwnKeys(text: string, ask: Ask, target: GeneratorTarget<DuckRelation>): Promise<string> {
  const { database, schema, name: own } = target.relation, list = (names: Cell) => nameList(names as string[]);
  const keys = await ask(sql`SELECT constraint_column_names, referenced_column_names
      FROM system.main.duckdb_constraints()
      WHERE constraint_text = '' AND ${isIn({ database, schema, table: own })} ORDER BY constraint_index`);
  const texts = keys.map(([from, to]) => {
    return inlined(sql`FOREIGN KEY (${list(from)}) REFERENCES ${name(schema, own)} (${list(to)})`, DIALECT);
  });
  const gap = /'(?:[^']|'')*'|"(?:[^"]|"")*"|, (?=, |\);$)/g;
  return text.replaceAll(gap, (part) => part === ", " ? `, ${texts.shift() ?? ""}` : part);
}

/** The sequences that a table needs, and which macros: the catalog does not have all that a macro is made of. */
async function neededBy(ask: Ask, { relation }: GeneratorTarget<DuckRelation>): Promise<string[]> {
  const place = isIn({ ...relation, table: relation.name });
  const needed = sql`(SELECT d.objid FROM system.main.duckdb_dependencies() d
    JOIN system.main.duckdb_tables() t ON t.table_oid = d.refobjid WHERE ${place})`;
  const sequences = await ask(sql`SELECT schema_name, sequence_name,
      start_value, increment_by, min_value, max_value, cycle, comment
      FROM system.main.duckdb_sequences() WHERE sequence_oid IN ${needed} ORDER BY sequence_oid`);
  const macros = await ask(sql`SELECT DISTINCT function_name FROM system.main.duckdb_functions()
      WHERE function_oid IN ${needed} ORDER BY 1`);
  const made = sequences.flatMap(([schema, sequence, start, by, min, max, cycles, comment]) => {
    const path = name(String(schema), String(sequence));
    const range = raw(`START ${start} INCREMENT ${by} MINVALUE ${min} MAXVALUE ${max} ${cycles ? "" : "NO "}CYCLE`);
    const create = sql`CREATE SEQUENCE IF NOT EXISTS ${path} ${range}`;
    return [`${inlined(create, DIALECT)};`, ...commentOn("SEQUENCE", path, comment)];
  });
  // As JSON, names cannot end the comment.
  const names = macros.map(([macro]) => JSON.stringify(macro)).join(", ");
  return names === "" ? made : [`-- The table needs macros that are not made here: ${names}`, ...made];
}

function commentOn(kind: string, path: Sql, comment: Cell): string[] {
  if (comment === null || comment === undefined) return [];
  return [`${inlined(sql`${raw(`COMMENT ON ${kind}`)} ${path} IS ${String(comment)}`, DIALECT)};`];
}
