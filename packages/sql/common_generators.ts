/**
 * The generators that need no more than the columns of a table.
 *
 * @module
 */
import type { Relation, TableColumn } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import { fill } from "./form.ts";
import type { Generator } from "./generator.ts";
import { pageOf } from "./read_statements.ts";
import { quoted, render } from "./render.ts";
import { name, type Sql } from "./sql.ts";
import { tableFromInfo } from "./table_from_info.ts";

/** How many rows a generated SELECT reads. */
const SELECTED = { type: "Offset", limit: 100, offset: 0n } as const;

/** SELECT, INSERT, UPDATE, DELETE and DROP, with placeholders for values. */
export function commonGenerators(dialect: Dialect): Generator[] {
  const write = (statement: Sql): string => render(statement, dialect).text;
  const one = (column: TableColumn): string => quoted(column.name, dialect);
  const list = (columns: readonly TableColumn[]): string => columns.map(one).join(", ");
  const compared = ({ name: own, compared }: TableColumn): string =>
    write(compared === undefined ? name(own) : fill(compared, { column: () => name(own) }));
  const found = (columns: readonly TableColumn[], before: number): string =>
    keyColumns(columns).map((column, i) => `${compared(column)} = ${placeholder(before + i + 1, dialect)}`).join(
      " AND ",
    );
  return [
    {
      id: "select",
      label: "SELECT",
      scope: "TableOrView",
      generate: ({ relation, columns }) =>
        `SELECT ${list(columns)}\nFROM ${write(relation.sql)}\n${write(pageOf(SELECTED, dialect))};`,
    },
    {
      id: "insert",
      label: "INSERT",
      scope: "Table",
      generate({ relation, columns }) {
        const given = columns.filter(isWritable);
        if (given.length === 0) return `INSERT INTO ${write(relation.sql)} DEFAULT VALUES;`;
        const values = given.map((_, i) => placeholder(i + 1, dialect)).join(", ");
        return `INSERT INTO ${write(relation.sql)} (${list(given)})\nVALUES (${values});`;
      },
    },
    {
      id: "update",
      label: "UPDATE",
      scope: "Table",
      generate({ relation, columns }) {
        const writable = columns.filter(isWritable), beside = writable.filter((column) => !column.isPrimaryKey);
        const changed = beside.length > 0 ? beside : writable;
        const changes = changed.map((column, i) => `${one(column)} = ${placeholder(i + 1, dialect)}`).join(",\n    ");
        return `UPDATE ${write(relation.sql)}\nSET ${changes}\nWHERE ${found(columns, changed.length)};`;
      },
    },
    {
      id: "delete",
      label: "DELETE",
      scope: "Table",
      destructive: true,
      generate: ({ relation, columns }) => `DELETE FROM ${write(relation.sql)}\nWHERE ${found(columns, 0)};`,
    },
    {
      id: "drop_table",
      label: "DROP TABLE",
      scope: "Table",
      destructive: true,
      generate: ({ relation }) => `DROP TABLE ${write(relation.sql)};`,
    },
    {
      id: "drop_view",
      label: "DROP VIEW",
      scope: "View",
      destructive: true,
      generate: ({ relation }) => `DROP VIEW ${write(relation.sql)};`,
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

function isWritable({ isWritable = true }: TableColumn): boolean {
  return isWritable;
}

function placeholder(n: number, { placeholder }: Dialect): string {
  return placeholder.replace("{n}", String(n));
}
