import { defineDriver, type Driver, DriverError, field, form, page, serve } from "@fluxwire/sdk";

const planets = [{ name: "Mercury", moons: 0 }, { name: "Earth", moons: 1 }, { name: "Mars", moons: 2 }];
const tables = [{ name: "planets" }], views: [] = [];

export const driver: Driver = defineDriver({
  id: "planets",
  name: "Planets",
  version: "1.0.0",
  description: "Three planets in memory",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "planets",
  methods: ["execute", "schema", "browseTable", "countTable"],
  capabilities: { remove: ["SORTING", "FILTERING"] },
  form: form({ star: field.text("Star", { required: true, default: "Sun" }) }),
  open: ({ values: { star } }) => ({
    execute({ sql }) {
      if (!/^select\b/i.test(sql)) throw new DriverError("Driver", `Only SELECT is supported around ${star}`);
      return { rows: planets };
    },
    schema: () => ({ type: "Relational", databases: [], schemas: [{ name: star, tables, views }], tables: [], views }),
    browseTable: ({ pagination }) => page(planets, { pagination }),
    countTable: () => planets.length,
  }),
});

if (import.meta.main) await serve(driver);
