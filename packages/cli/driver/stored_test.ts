import { deepEqual, equal, throws } from "node:assert/strict";
import type { DataStructure } from "@fluxwire/wire";
import { fullName, storedIn, storedNamed } from "./stored.ts";

const RELATIONAL: DataStructure = {
  type: "Relational",
  databases: [],
  schemas: [
    { name: "main", tables: [{ name: "stars" }, { name: "log" }], views: [{ name: "bright" }] },
    { name: "old", tables: [{ name: "log" }], views: [] },
  ],
  tables: [{ name: "loose" }],
  views: [],
};

Deno.test("storedIn() lists tables and views with their schemas, collections and keyspaces", () => {
  deepEqual(storedIn(RELATIONAL).map((stored) => `${stored.kind} ${fullName(stored)}`), [
    ...["table main.stars", "table main.log", "view main.bright", "table old.log", "table loose"],
  ]);
  deepEqual(storedIn({ type: "KeyValue", keyspaces: [{ dbIndex: 3 }] }).map(fullName), ["db3"]);
  const collections = [{ name: "users", database: "app", isCapped: false }];
  deepEqual(storedIn({ type: "Document", databases: [], collections }).map(fullName), ["app.users"]);
});

Deno.test("storedNamed() takes a name alone or with its schema, and asks for the schema if several have the name", () => {
  const all = storedIn(RELATIONAL);
  equal(storedNamed("stars", all).schema, "main");
  equal(storedNamed("old.log", all).schema, "old");
  equal(storedNamed("loose", all).schema, null);
  throws(() => storedNamed("log", all), /^UsageError: Cannot choose log: name its schema too, main.log or old.log$/);
  throws(() => storedNamed("star", all), /^UsageError: Unknown table: star; did you mean stars\?$/);
  throws(() => storedNamed("zzz", all), /^UsageError: Unknown table: zzz; fluxwire probe tables lists them$/);
});
