import { deepEqual } from "node:assert/strict";
import type { SchemaSnapshot } from "@fluxwire/wire";
import { schemaRows } from "./answers.ts";
import { namesOf } from "./completion.ts";

const SNAPSHOT = {
  structure: {
    type: "Relational",
    databases: [{ name: "shop", isCurrent: true }],
    currentDatabase: "shop",
    schemas: [{
      name: "main",
      tables: [{ name: "orders", schema: "main", columns: [{ name: "id" }, { name: "total" }] }],
      views: [{ name: "paid", schema: "main" }],
      customTypes: null,
    }],
    tables: [{ name: "loose", schema: null, columns: null }, { name: "other", schema: "far", columns: null }],
    views: [],
  },
} as unknown as SchemaSnapshot;

Deno.test("schemaRows() has everything in a schema, with the name of the schema it is in", () => {
  deepEqual(schemaRows(SNAPSHOT), [
    ["databases", "shop", ""],
    ["schemas", "main", ""],
    ["tables", "main.orders", "id, total"],
    ["views", "main.paid", ""],
    ["tables", "loose", ""],
    ["tables", "far.other", ""],
  ]);
});

Deno.test("namesOf() has names with and without their schema, and columns, each once", () => {
  const names = ["far", "far.other", "id", "loose", "main", "main.orders", "main.paid", "orders", "other", "paid"];
  deepEqual(namesOf(SNAPSHOT), [...names, "shop", "total"].sort());
});
