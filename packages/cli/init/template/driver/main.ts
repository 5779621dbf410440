/**
 * A driver for DBFlux. It works as it is: replace the tables below with your database.
 *
 * @module
 */
import { defineDriver, type Driver, DriverError, field, form, page, serve, type Session } from "@fluxwire/sdk";

type Table = readonly { readonly [column: string]: string | number }[];

const TABLES: ReadonlyMap<string, Table> = new Map([
  ["planets", [{ name: "Mercury", moons: 0 }, { name: "Earth", moons: 1 }, { name: "Mars", moons: 2 }]],
  ["moons", [{ name: "Moon", planet: "Earth" }, { name: "Phobos", planet: "Mars" }]],
]);

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "Tables in memory",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "template-name",
  methods: ["execute", "schema", "tableDetails", "browseTable", "countTable"],
  capabilities: { remove: ["SORTING", "FILTERING"] },
  form: form({
    user: field.text("User", { required: true, default: "guest" }),
    password: field.password("Password"),
  }),
  open: ({ values, password }) => openSession(values.user, password),
});

/** Connects, and returns the methods that DBFlux calls. The SDK answers for methods that are left out. */
function openSession(user: string, password: string | null): Session {
  if (user !== "guest" && password === null) throw new DriverError("Driver", `User ${user} needs a password`);
  return {
    execute: ({ sql }) => ({ rows: tableOf(/^\s*select\s+\*\s+from\s+(\w+)\s*;?\s*$/i.exec(sql)?.[1] ?? sql) }),
    schema: () => ({
      type: "Relational",
      databases: [],
      schemas: [{ name: "main", tables: [...TABLES.keys()].map((name) => ({ name })), views: [] }],
      tables: [],
      views: [],
    }),
    tableDetails: ({ table: name }) => ({ name, columns: columnsOf(tableOf(name)) }),
    browseTable: ({ table, pagination, orderBy, filter }) => {
      if (orderBy.length > 0 || filter) throw new DriverError("InvalidRequest", "Rows have no order and no filter yet");
      return page(tableOf(table.name), { pagination });
    },
    countTable: ({ table }) => tableOf(table.name).length,
    close: () => {},
  };
}

function tableOf(name: string): Table {
  const table = TABLES.get(name);
  if (table === undefined) throw new DriverError("Driver", `There is no table ${name}`);
  return table;
}

function columnsOf(table: Table) {
  return Object.entries(table[0] ?? {}).map(([name, cell]) => ({
    name,
    typeName: typeof cell === "number" ? "integer" : "text",
    nullable: false,
    isPrimaryKey: name === "name",
  }));
}

if (import.meta.main) await serve(driver);
