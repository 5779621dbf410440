import { defineDriver, type Driver, DriverError, field, form, serve } from "jsr:@fluxwire/sdk@^0.1.0";

const planets = [
  { name: "Mercury", moons: 0, days: 87.97 },
  { name: "Earth", moons: 1, days: 365.26 },
  { name: "Mars", moons: 2, days: 686.98 },
];

export const driver: Driver = defineDriver({
  id: "planets",
  name: "Planets",
  version: "1.0.0",
  description: "Three planets in memory",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "planets",
  methods: ["execute", "listDatabases"],
  form: form({ star: field.text("Star", { required: true, default: "Sun" }) }),
  open: ({ values }) => ({
    execute({ sql }) {
      if (!/^select\b/i.test(sql)) throw new DriverError("Driver", `Only SELECT is supported around ${values.star}`);
      return { rows: planets };
    },
    listDatabases: () => [{ name: values.star, isCurrent: true }],
  }),
});

if (import.meta.main) await serve(driver);
