import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type DriverMetadata, LAYOUTS } from "@fluxwire/wire";
import { defineDriver } from "../driver.ts";
import { form } from "../form.ts";
import { connectInMemory } from "../testing/mod.ts";
import { documentMetadata } from "./document.ts";
import { keyValueMetadata } from "./key_value.ts";
import type { MetadataChanges } from "./metadata_changes.ts";
import { sqlMetadata } from "./sql.ts";

const EVERY_PART: MetadataChanges = { syntax: {}, query: {}, mutation: {}, ddl: {}, transactions: {}, limits: {} };

Deno.test("a preset sends the parts that a driver names, with what differs", () => {
  deepStrictEqual(sqlMetadata({ deploymentClass: "Embedded" }), { deploymentClass: "Embedded" });
  deepStrictEqual(Object.keys(sqlMetadata({ ddl: {}, syntax: {} })).sort(), ["ddl", "syntax"]);
  strictEqual(sqlMetadata({ ddl: { supportsDropDatabase: false } }).ddl?.supportsDropDatabase, false);
  deepStrictEqual(keyValueMetadata({ ddl: undefined }), { ddl: undefined });
});

Deno.test("a preset does not change what the next driver gets", () => {
  sqlMetadata({ syntax: { supportsSchemas: true } });
  strictEqual(sqlMetadata({ syntax: {} }).syntax?.supportsSchemas, false);
});

Deno.test("presets differ in what their databases can do", () => {
  const joins = (metadata: Partial<DriverMetadata>) => metadata.query?.supportsJoins;
  deepStrictEqual([sqlMetadata, documentMetadata, keyValueMetadata].map((preset) => joins(preset(EVERY_PART))), [
    true,
    false,
    false,
  ]);
  deepStrictEqual(documentMetadata(EVERY_PART).mutation?.supportsInsert, false);
  deepStrictEqual(keyValueMetadata(EVERY_PART).mutation?.supportsUpsert, true);
});

for (const preset of [sqlMetadata, documentMetadata, keyValueMetadata]) {
  Deno.test(`${preset.name}() can be sent whole in every layout`, async () => {
    const driver = defineDriver({
      id: "preset",
      name: "Preset",
      version: "1.0.0",
      description: "Has every part",
      kind: "SQLite",
      category: "Relational",
      queryLanguage: "Sql",
      uriScheme: "preset",
      metadata: preset(EVERY_PART),
      form: form({}),
      open: () => ({}),
    });
    for (const layout of LAYOUTS) {
      await using client = await connectInMemory(driver, { layout });
      ok(client.hello.driverMetadata.ddl, layout);
    }
  });
}
