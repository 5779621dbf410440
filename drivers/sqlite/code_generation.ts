/**
 * Generates statements: those that SQLite keeps as text, and templates from a table's columns.
 *
 * @module
 */
import {
  type CodeGeneratorInfo,
  type CodeGenScope,
  type ColumnInfo,
  type Context,
  DriverError,
  type Session,
  type TableRef,
} from "@fluxwire/sdk";
import { loadColumns } from "./columns.ts";
import type { Database } from "./database.ts";
import { definitionOf, partsOf } from "./definitions.ts";
import { qualified, quoted } from "./identifier.ts";

/** A generator: its menu entry, and the statement it makes. */
interface Generator {
  label: string;
  scope: CodeGenScope;
  isDestructive?: boolean;
  generate(database: Database, table: TableRef, context: Context): Promise<string> | string;
}

/** The generators by id, in the order of the menu. */
const GENERATORS: Readonly<Record<string, Generator>> = {
  select: { label: "SELECT", scope: "TableOrView", generate: fromColumns(selectTemplate) },
  insert: { label: "INSERT", scope: "Table", generate: fromColumns(insertTemplate) },
  create_table: { label: "CREATE TABLE", scope: "Table", generate: definition },
  create_indexes: { label: "CREATE INDEX", scope: "Table", generate: parts("index") },
  create_view: { label: "CREATE VIEW", scope: "View", generate: definition },
  create_triggers: { label: "CREATE TRIGGER", scope: "TableOrView", generate: parts("trigger") },
  drop_table: {
    label: "DROP TABLE",
    scope: "Table",
    isDestructive: true,
    generate: (_, table) => `DROP TABLE ${qualified(table)};`,
  },
  drop_view: {
    label: "DROP VIEW",
    scope: "View",
    isDestructive: true,
    generate: (_, view) => `DROP VIEW ${qualified(view)};`,
  },
};

/** The methods that generate statements. */
export function codeGeneration(database: Database): Required<Pick<Session, "codeGenerators" | "generateCode">> {
  return {
    codeGenerators: Object.entries(GENERATORS).map(
      ([id, { label, scope, isDestructive = false }], order): CodeGeneratorInfo => ({
        id,
        label,
        scope,
        order,
        destructive: isDestructive,
      }),
    ),
    async generateCode({ generatorId, table }, context) {
      const generator = Object.hasOwn(GENERATORS, generatorId) ? GENERATORS[generatorId] : undefined;
      if (generator !== undefined) return await generator.generate(database, table, context);
      throw new DriverError("InvalidRequest", `Cannot generate ${generatorId}: there is no such generator`);
    },
  };
}

async function definition(database: Database, table: TableRef, context: Context): Promise<string> {
  const sql = await definitionOf(database, table, context);
  if (sql === null) throw new DriverError("Driver", `no such table: ${table.name}`);
  return `${sql};`;
}

function parts(type: "index" | "trigger"): Generator["generate"] {
  return async (database, table, context) => {
    const statements = await partsOf(database, table, type, context);
    return statements.length === 0 ? `-- ${table.name} has none` : statements.map((sql) => `${sql};`).join("\n\n");
  };
}

function fromColumns(template: (table: TableRef, columns: ColumnInfo[]) => string): Generator["generate"] {
  return async (database, table, context) => template(table, await loadColumns(database, table, context));
}

function selectTemplate(table: TableRef, columns: ColumnInfo[]): string {
  return `SELECT ${names(columns)}\nFROM ${qualified(table)}\nLIMIT 100;`;
}

function insertTemplate(table: TableRef, columns: ColumnInfo[]): string {
  return `INSERT INTO ${qualified(table)} (${names(columns)})\nVALUES (${columns.map(() => "?").join(", ")});`;
}

function names(columns: ColumnInfo[]): string {
  return columns.map(({ name }) => quoted(name)).join(", ");
}
