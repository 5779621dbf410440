import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { type DriverResponseBody, type Layout, LAYOUTS } from "@fluxwire/wire";
import { defineDriver, type Driver, type DriverDefinition } from "./driver.ts";
import { field } from "./field.ts";
import { bitsOf, maskOf } from "./flags.ts";
import { form } from "./form.ts";
import type { Session } from "./methods/session.ts";
import { connectInMemory } from "./testing/mod.ts";

type Opened = Extract<DriverResponseBody, { type: "SessionOpened" }>;

const EMPTY = form({});

function driverOf(session: Session, rest: Partial<DriverDefinition<unknown>> = {}): Driver {
  return defineDriver<unknown>({
    id: "facts",
    name: "Facts",
    version: "1.0.0",
    description: "Says what it can do",
    kind: "Postgres",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "facts",
    form: EMPTY,
    open: () => session,
    ...rest,
  });
}

/** The answer that a host of a layout gets when a session opens. */
async function open(driver: Driver, layout: Layout = "0.8"): Promise<Opened> {
  const client = await connectInMemory(driver, { layout });
  const { opened } = await client.open();
  client.close();
  await client.closed;
  return opened as Opened;
}

const WRITER: Session = {
  updateRow: () => ({ affectedRows: 1 }),
  schemaForeignKeys: () => [],
  codeGenerators: [{ id: "add_column", label: "ADD COLUMN", scope: "Table", order: 0, destructive: false }],
};

Deno.test("a session announces the flags that follow from its methods", async () => {
  const { metadata, schemaFeatures, codeGenCapabilities } = await open(driverOf(WRITER));
  const flags = ["QUERY_CANCELLATION", "QUERY_TIMEOUT", "UPDATE", "FOREIGN_KEYS"];
  strictEqual(metadata.capabilities, bitsOf("DriverCapabilities", flags));
  strictEqual(schemaFeatures, 0b1);
  strictEqual(codeGenCapabilities, 1 << 15);
  strictEqual(metadata.transferFamily, "Sql");
  deepStrictEqual(
    [metadata.mutation?.supportsInsert, metadata.mutation?.supportsUpdate, metadata.mutation?.supportsBulkDelete],
    [false, true, false],
  );
  strictEqual((await open(driverOf({}))).metadata.mutation, null);
});

Deno.test("the author changes derived flags, by name or all at once", async () => {
  const byName = await open(driverOf(WRITER, {
    capabilities: { add: ["SSL", "OBJECT_STORAGE"], remove: ["QUERY_TIMEOUT"] },
    schemaFeatures: { add: ["TRIGGERS"] },
    codeGenCapabilities: { remove: ["ADD_COLUMN"] },
  }));
  const flags = ["QUERY_CANCELLATION", "UPDATE", "FOREIGN_KEYS", "SSL", "OBJECT_STORAGE"];
  strictEqual(byName.metadata.capabilities, bitsOf("DriverCapabilities", flags));
  deepStrictEqual([byName.schemaFeatures, byName.codeGenCapabilities], [0b1_0001, 0]);
  const asBits = await open(driverOf(WRITER, { capabilities: 1n, schemaFeatures: 2, codeGenCapabilities: 4 }));
  deepStrictEqual([asBits.metadata.capabilities, asBits.schemaFeatures, asBits.codeGenCapabilities], [1n, 2, 4]);
});

Deno.test("a layout is sent only the bits it has", async () => {
  const driver = driverOf(WRITER, {
    capabilities: 2n ** 64n - 1n,
    schemaFeatures: 0xffff,
    codeGenCapabilities: 0xf_ffff,
  });
  for (const layout of LAYOUTS) {
    const { metadata, schemaFeatures, codeGenCapabilities } = await open(driver, layout);
    deepStrictEqual(
      [metadata.capabilities, BigInt(schemaFeatures), BigInt(codeGenCapabilities)],
      [maskOf("DriverCapabilities", layout), maskOf("SchemaFeatures", layout), maskOf("CodeGenCapabilities", layout)],
      layout,
    );
  }
});

Deno.test("the name of a flag that does not exist is refused at the definition", () => {
  for (const key of ["capabilities", "schemaFeatures", "codeGenCapabilities"]) {
    throws(() => driverOf({}, { [key]: { add: ["FLIGHT"] } }), { name: "TypeError", message: /has no flag "FLIGHT"/ });
  }
});

Deno.test("the default port is that of the form's field, unless the author gives another", () => {
  const withPort = {
    form: form({ port: field.number("Port", { default: "6379" }) }) as DriverDefinition<unknown>["form"],
  };
  strictEqual(driverOf({}, withPort).metadata.defaultPort, 6379);
  strictEqual(driverOf({}, { ...withPort, defaultPort: 1 }).metadata.defaultPort, 1);
  strictEqual(driverOf({}).metadata.defaultPort, null);
  const tooLarge = form({ port: field.number("Port", { default: "65536" }) });
  strictEqual(driverOf({}, { form: tooLarge as DriverDefinition<unknown>["form"] }).metadata.defaultPort, null);
});

Deno.test("neither Hello nor a session announces operators that make DBFlux offer its query builder", async () => {
  const query = {
    pagination: ["Offset" as const],
    whereOperators: ["Eq" as const],
    maxQueryParameters: 1,
    supportsOrderBy: true,
    orderByMode: "AnyColumns" as const,
    maxOrderByColumns: 0,
    supportsGroupBy: false,
    maxGroupByColumns: 0,
    supportsHaving: false,
    supportsDistinct: false,
    supportsLimit: true,
    supportsOffset: true,
    supportsJoins: false,
    supportsSubqueries: false,
    supportsUnion: false,
    supportsIntersect: false,
    supportsExcept: false,
    supportsCaseExpressions: false,
    supportsWindowFunctions: false,
    supportsCtes: false,
    supportsExplain: false,
  };
  const driver = driverOf({}, { metadata: { query } });
  for (const metadata of [driver.metadata, (await open(driver)).metadata]) {
    deepStrictEqual(metadata.query, { ...query, whereOperators: [] });
  }
});
