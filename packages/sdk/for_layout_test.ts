import { deepStrictEqual, rejects } from "node:assert/strict";
import { encode, LAYOUTS } from "@fluxwire/wire";
import { connectInMemory, ServedDriver } from "./testing/mod.ts";
import { defineDriver } from "./driver.ts";
import { formFor, kindFor, metadataFor } from "./for_layout.ts";
import { field } from "./field.ts";
import { form } from "./form.ts";

const NEWEST = defineDriver({
  id: "newest",
  name: "Newest",
  version: "1.0.0",
  description: "Has what only the newest layouts have",
  kind: "S3",
  category: "ObjectStorage",
  queryLanguage: "Flux",
  uriScheme: "s3",
  icon: "S3",
  form: form({
    key: field.writeOnly("Key"),
    profile: field.authProfile("Profile"),
    region: field.dynamicSelect("Region"),
  }),
  open: () => ({}),
});

Deno.test("a driver of the newest kinds is described to hosts of every layout", async () => {
  for (const layout of LAYOUTS) {
    await using client = await connectInMemory(NEWEST, { layout });
    const session = await client.open();
    deepStrictEqual(session.opened.kind, layout >= "0.7" ? "S3" : "SQLite");
  }
});

Deno.test("values that a layout lacks become the nearest that it has", () => {
  const { metadata, formDefinition } = NEWEST;
  const shown = LAYOUTS.map((layout) => {
    const { icon, category, queryLanguage } = metadataFor(layout, metadata);
    return [kindFor(layout, "S3"), icon, category, queryLanguage.type];
  });
  deepStrictEqual(shown, [
    ["SQLite", "Database", "Document", "Custom"],
    ["SQLite", "Database", "Document", "Custom"],
    ["SQLite", "Database", "Document", "Flux"],
    ["S3", "S3", "ObjectStorage", "Flux"],
    ["S3", "S3", "ObjectStorage", "Flux"],
    ["S3", "S3", "ObjectStorage", "Flux"],
  ]);
  const kinds = LAYOUTS.map((layout) =>
    formFor(layout, formDefinition).tabs[0]!.sections[0]!.fields.map(({ kind }) => kind.type)
  );
  deepStrictEqual(kinds.slice(0, 3), [
    ["Password", "Text", "Text"],
    ["Password", "Text", "DynamicSelect"],
    ["WriteOnly", "AuthProfileRef", "DynamicSelect"],
  ]);
});

Deno.test("metadataFor() keeps values that the layout has, byte for byte", () => {
  const envelope = (metadata: typeof NEWEST.metadata) => ({
    protocolVersion: { major: 1, minor: 2 },
    requestId: 1n,
    done: true,
    body: {
      type: "SessionOpened" as const,
      sessionId: "00112233-4455-6677-8899-aabbccddeeff",
      kind: "S3" as const,
      metadata,
      schemaLoadingStrategy: "SingleDatabase" as const,
      schemaFeatures: 0,
      codeGenCapabilities: 0,
    },
  });
  const asIs = encode("response", "0.8", envelope(NEWEST.metadata));
  deepStrictEqual(encode("response", "0.8", envelope(metadataFor("0.8", NEWEST.metadata))), asIs);
});

Deno.test("a driver of an unknown kind is refused, naming the place, and the driver goes on", async () => {
  const icon = "Nothing" as never;
  const nobodys = defineDriver({ ...NEWEST.definition, form: form({}), icon });
  const refusal = {
    code: "Driver",
    message: /expected a variant of Icon, found "Nothing", .*in body.driverMetadata.icon$/,
  };
  for (const layout of LAYOUTS) {
    await using served = await ServedDriver.start(nobodys);
    await rejects(served.connect({ layout }), refusal);
    await rejects(served.connect({ layout }), refusal);
  }
});
