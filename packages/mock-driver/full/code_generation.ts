/**
 * Generated statements: templates from a table's name and columns.
 *
 * @module
 */
import type { CodeGenScope, TableInfo } from "@fluxwire/wire";
import type { MethodsOf } from "@fluxwire/sdk";
import { nameText } from "./sql_text.ts";
import { missing } from "./store.ts";

/** A generator: its menu entry, and the statement that it makes. */
interface Generator {
  label: string;
  scope: CodeGenScope;
  destructive: boolean;
  generate(name: string, columns: readonly string[], table: TableInfo): string;
}

const GENERATORS: Readonly<Record<string, Generator>> = {
  select: {
    label: "SELECT",
    scope: "TableOrView",
    destructive: false,
    generate: (name, columns) => `SELECT ${columns.join(", ") || "*"} FROM ${name};`,
  },
  insert: {
    label: "INSERT",
    scope: "Table",
    destructive: false,
    generate: (name, columns) =>
      `INSERT INTO ${name} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")});`,
  },
  create_table: { label: "CREATE TABLE", scope: "Table", destructive: false, generate: createTable },
  drop_table: { label: "DROP TABLE", scope: "Table", destructive: true, generate: (name) => `DROP TABLE ${name};` },
};

/** The requests about generated statements. */
export const CODE_GENERATION: Required<MethodsOf<"code">> = {
  codeGenerators: () =>
    Object.entries(GENERATORS).map(([id, { label, scope, destructive }], order) => ({
      id,
      label,
      scope,
      order,
      destructive,
    })),
  generateCode({ generatorId, table }) {
    if (!Object.hasOwn(GENERATORS, generatorId)) missing("generator", generatorId);
    const columns = (table.columns ?? []).map(({ name }) => nameText(name));
    return GENERATORS[generatorId]!.generate(nameText(table.name), columns, table);
  },
};

function createTable(name: string, _: readonly string[], { columns }: TableInfo): string {
  const lines = (columns ?? []).map(({ name, typeName, nullable, isPrimaryKey, defaultValue }) =>
    `  ${nameText(name)} ${typeName}${isPrimaryKey ? " PRIMARY KEY" : nullable ? "" : " NOT NULL"}` +
    (defaultValue ? ` DEFAULT ${defaultValue}` : "")
  );
  return `CREATE TABLE ${name} (\n${lines.join(",\n")}\n);`;
}
