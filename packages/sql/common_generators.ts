/**
 * The generators that need no more than the columns of a table.
 *
 * @module
 */
import type { Relation, TableColumn } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import type { Generator } from "./generator.ts";
import { pageOf } from "./read_statements.ts";
import { render } from "./render.ts";
import { inForm, join, name, nameList, type Sql, sql, value } from "./sql.ts";
import { tableFromInfo } from "./table_from_info.ts";
import { insertRow } from "./write_statements.ts";

/** Stands for any value: only its place is written. */
const PLACEHOLDER = value(null);

/** How many rows a generated SELECT reads. */
const SELECTED = { type: "Offset", limit: 100, offset: 0n } as const;

/** SELECT, INSERT, UPDATE, DELETE and DROP, with placeholders for values. */
export function commonGenerators(dialect: Dialect): Generator[] {
  const write = (statement: Sql): string => `${render(statement, dialect).text};`;
  return [
    {
      id: "select",
      label: "SELECT",
      scope: "TableOrView",
      generate: ({ relation, columns }) =>
        write(sql`SELECT ${namesOf(columns)}\nFROM ${relation.sql}\n${pageOf(SELECTED, dialect)}`),
    },
    {
      id: "insert",
      label: "INSERT",
      scope: "Table",
      generate({ relation, columns }) {
        const given = columns.filter(({ isWritable = true }) => isWritable);
        if (given.length === 0) return write(insertRow(relation.sql, { columns: [], values: [] }));
        const values = join(given.map(() => PLACEHOLDER), ", ");
        return write(sql`INSERT INTO ${relation.sql} (${namesOf(given)})\nVALUES (${values})`);
      },
    },
    {
      id: "update",
      label: "UPDATE",
      scope: "Table",
      generate({ relation, columns }) {
        const writable = columns.filter(({ isWritable = true }) => isWritable),
          beside = writable.filter((column) => !column.isPrimaryKey);
        const changed = equal(beside.length > 0 ? beside : writable, ",\n    ");
        return write(sql`UPDATE ${relation.sql}\nSET ${changed}\nWHERE ${sameKey(columns)}`);
      },
    },
    {
      id: "delete",
      label: "DELETE",
      scope: "Table",
      destructive: true,
      generate: ({ relation, columns }) => write(sql`DELETE FROM ${relation.sql}\nWHERE ${sameKey(columns)}`),
    },
    {
      id: "drop_table",
      label: "DROP TABLE",
      scope: "Table",
      destructive: true,
      generate: ({ relation }) => write(sql`DROP TABLE ${relation.sql}`),
    },
    {
      id: "drop_view",
      label: "DROP VIEW",
      scope: "View",
      destructive: true,
      generate: ({ relation }) => write(sql`DROP VIEW ${relation.sql}`),
    },
  ];
}

/** CREATE TABLE and CREATE VIEW, from what only a driver's catalog knows. */
export function definitionGenerators<R extends Relation>(
  dialect: Dialect,
  generate: Generator<R>["generate"],
): Generator<R>[] {
  return [
    {
      id: "create_table",
      label: "CREATE TABLE",
      scope: "Table",
      generate,
      fromInfo: (table) => tableFromInfo(table, dialect),
    },
    { id: "create_view", label: "CREATE VIEW", scope: "View", generate },
  ];
}

/** The columns by which a row is found: the key, or all columns without a key. */
function keyColumns(columns: readonly TableColumn[]): readonly TableColumn[] {
  const key = columns.filter((column) => column.isPrimaryKey);
  return key.length > 0 ? key : columns;
}

/** The condition that a row's key fulfils. */
function sameKey(columns: readonly TableColumn[]): Sql {
  const parts = keyColumns(columns).map((column) =>
    sql`${inForm(column.compared, name(column.name))} = ${PLACEHOLDER}`
  );
  return join(parts, " AND ");
}

function namesOf(columns: readonly TableColumn[]): Sql {
  return nameList(columns.map((column) => column.name));
}

/** Each column with a placeholder behind an equals sign. */
function equal(columns: readonly TableColumn[], between: string): Sql {
  return join(columns.map((column) => sql`${name(column.name)} = ${PLACEHOLDER}`), between);
}
