/**
 * A CREATE TABLE from a description, for a table that does not exist yet.
 *
 * @module
 */
import type { ColumnInfo, ConstraintInfo, ForeignKeyInfo, TableInfo } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { tableOf } from "./plan.ts";
import { render } from "./render.ts";
import { join, name, nameList, raw, type Sql, sql } from "./sql.ts";

/** What a description lacks, and no name, which could end the comment. */
const LEFT_OUT = "\n-- Left out: constraints that are not wholly described";

/** The statement that creates a table with the described columns, keys and constraints. */
export function tableFromInfo(table: TableInfo, dialect: Dialect): string {
  const { columns, foreignKeys, constraints } = table;
  const keys = (columns ?? []).filter((column) => column.isPrimaryKey).map(({ name }) => name);
  const made = (constraints ?? []).map(constraintPart);
  const parts = [
    ...(columns ?? []).map(columnPart),
    ...(keys.length === 0 ? [] : [sql`PRIMARY KEY (${nameList(keys)})`]),
    ...made.filter((part) => part !== null),
    ...(foreignKeys ?? []).map(foreignKeyPart),
  ];
  const statement = sql`CREATE TABLE ${tableOf(table)} (\n    ${join(parts, ",\n    ")}\n);`;
  return render(statement, dialect).text + (made.includes(null) ? LEFT_OUT : "");
}

function columnPart({ name: own, typeName, nullable, isPrimaryKey, defaultValue }: ColumnInfo): Sql {
  const value = defaultValue ?? "";
  const isGenerated = /^GENERATED\b/i.test(value);
  const words = [
    ...(typeName === "" ? [] : [typeName]),
    ...(nullable || isPrimaryKey ? [] : ["NOT NULL"]),
    ...(value === "" ? [] : [isGenerated ? value : `DEFAULT ${value}`]),
  ];
  return join([name(own), ...words.map(raw)], " ");
}

/** A constraint; null for one that its description does not make, such as an exclusion by its columns alone. */
function constraintPart({ name: own, kind, columns, checkClause }: ConstraintInfo): Sql | null {
  if (kind === "Unique") return sql`CONSTRAINT ${name(own)} UNIQUE (${nameList(columns)})`;
  return kind === "Check" && checkClause != null ? sql`CONSTRAINT ${name(own)} CHECK (${raw(checkClause)}\n)` : null;
}

function foreignKeyPart(key: ForeignKeyInfo): Sql {
  const target = tableOf({ schema: key.referencedSchema, name: key.referencedTable });
  const own = sql`CONSTRAINT ${name(key.name)} FOREIGN KEY (${nameList(key.columns)})`;
  const actions = [
    ...(key.onDelete == null ? [] : [` ON DELETE ${key.onDelete}`]),
    ...(key.onUpdate == null ? [] : [` ON UPDATE ${key.onUpdate}`]),
  ];
  return sql`${own} REFERENCES ${target} (${nameList(key.referencedColumns)})${raw(actions.join(""))}`;
}
