import { deepStrictEqual, rejects } from "node:assert/strict";
import type { DatabaseCategory, DriverRequestBody } from "@fluxwire/wire";
import { connectInMemory } from "../testing/mod.ts";
import { defineDriver, type Driver } from "../driver.ts";
import { form } from "../form.ts";
import type { Session } from "./session.ts";

/** The requests behind the folders Data Types, Indexes and Foreign Keys, and the list in the answer to each. */
const FOLDERS: readonly [DriverRequestBody, string][] = [
  [{ type: "SchemaTypes", database: "main" }, "types"],
  [{ type: "SchemaIndexes", database: "main" }, "indexes"],
  [{ type: "SchemaForeignKeys", database: "main" }, "foreignKeys"],
];

function driverOf(category: DatabaseCategory, session: Session): Driver {
  return defineDriver({
    id: "folders",
    name: "Folders",
    version: "1.0.0",
    description: "Has few methods",
    kind: "SQLite",
    category,
    queryLanguage: "Sql",
    uriScheme: "folders",
    form: form({}),
    open: () => session,
  });
}

Deno.test("a relational session without the methods answers the folders of the tree with empty lists", async () => {
  await using client = await connectInMemory(driverOf("Relational", {}));
  await using session = await client.open();
  for (const [body, list] of FOLDERS) {
    deepStrictEqual((await session.call(body) as unknown as Record<string, unknown>)[list], [], body.type);
  }
  deepStrictEqual(session.opened.metadata.capabilities & (1n << 9n | 1n << 10n | 1n << 14n), 0n);
});

Deno.test("a relational session with the methods answers the folders itself", async () => {
  const type = { name: "mood", schema: null, kind: "Enum" as const, enumValues: ["fine"], baseType: null };
  await using client = await connectInMemory(driverOf("Relational", { schemaTypes: () => [type] }));
  await using session = await client.open();
  const { types } = await session.call({ type: "SchemaTypes", database: "main" });
  deepStrictEqual(types.map(({ name }) => name), ["mood"]);
});

Deno.test("a session of another category answers the requests for schema parts with UnsupportedMethod", async () => {
  for (const category of ["Document", "KeyValue", "TimeSeries", "WideColumn", "Graph"] as const) {
    await using client = await connectInMemory(driverOf(category, {}));
    await using session = await client.open();
    for (const [body] of FOLDERS) await rejects(session.call(body), { code: "UnsupportedMethod" });
  }
});

Deno.test("a session of another category whose schema is relational has the folders, and answers them", async () => {
  for (const category of ["Graph", "TimeSeries", "WideColumn"] as const) {
    const schemas = [{ name: "main", tables: [], views: [] }];
    const schema = () => ({ type: "Relational" as const, databases: [], schemas, tables: [], views: [] });
    await using client = await connectInMemory(driverOf(category, { schema }));
    await using session = await client.open();
    await session.schema();
    for (const [body, list] of FOLDERS) {
      deepStrictEqual((await session.call(body) as unknown as Record<string, unknown>)[list], [], body.type);
    }
  }
});
