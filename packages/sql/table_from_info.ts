/**
 * A CREATE TABLE from a description, for a table that does not exist yet.
 *
 * @module
 */
import type { ColumnInfo, ConstraintInfo, ForeignKeyInfo, TableInfo } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { tableOf } from "./plan.ts";
import { quoted, render } from "./render.ts";

/** What a description lacks, and no name, which could end the comment. */
const LEFT_OUT = "\n-- Left out: constraints that are not wholly described";

/** The statement that creates a table with the described columns, keys and constraints. */
export function tableFromInfo(table: TableInfo, dialect: Dialect): string {
  const { columns, foreignKeys, constraints } = table;
  const list = (names: readonly string[]): string => names.map((one) => quoted(one, dialect)).join(", ");
  const written = (constraints ?? []).map((one) => constraintText(one, list, dialect));
  const keys = (columns ?? []).filter((column) => column.isPrimaryKey).map(({ name }) => name);
  const parts = [
    ...(columns ?? []).map((column) => columnText(column, dialect)),
    ...(keys.length === 0 ? [] : [`PRIMARY KEY (${list(keys)})`]),
    ...written.filter((text) => text !== null),
    ...(foreignKeys ?? []).map((one) => foreignKeyText(one, list, dialect)),
  ];
  const text = `CREATE TABLE ${render(tableOf(table), dialect).text} (\n    ${parts.join(",\n    ")}\n);`;
  return written.includes(null) ? text + LEFT_OUT : text;
}

function columnText({ name, typeName, nullable, isPrimaryKey, defaultValue }: ColumnInfo, dialect: Dialect): string {
  const value = defaultValue ?? "";
  const isGenerated = /^GENERATED\b/i.test(value);
  return [
    quoted(name, dialect),
    ...(typeName === "" ? [] : [typeName]),
    ...(nullable || isPrimaryKey ? [] : ["NOT NULL"]),
    ...(value === "" ? [] : [isGenerated ? value : `DEFAULT ${value}`]),
  ].join(" ");
}

type NameList = (names: readonly string[]) => string;

/** A constraint; null for one that its description does not make, such as an exclusion by its columns alone. */
function constraintText(
  { name, kind, columns, checkClause }: ConstraintInfo,
  list: NameList,
  dialect: Dialect,
): string | null {
  const named = `CONSTRAINT ${quoted(name, dialect)}`;
  if (kind === "Unique") return `${named} UNIQUE (${list(columns)})`;
  return kind === "Check" && checkClause != null ? `${named} CHECK (${checkClause}\n)` : null;
}

function foreignKeyText(key: ForeignKeyInfo, list: NameList, dialect: Dialect): string {
  const target = tableOf({ schema: key.referencedSchema, name: key.referencedTable });
  const actions = [
    ...(key.onDelete == null ? [] : [` ON DELETE ${key.onDelete}`]),
    ...(key.onUpdate == null ? [] : [` ON UPDATE ${key.onUpdate}`]),
  ];
  const own = `CONSTRAINT ${quoted(key.name, dialect)} FOREIGN KEY (${list(key.columns)})`;
  return `${own} REFERENCES ${render(target, dialect).text} (${list(key.referencedColumns)})${actions.join("")}`;
}
