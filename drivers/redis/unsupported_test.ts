import { deepStrictEqual, rejects } from "node:assert/strict";
import { type DriverRequestBody, LAYOUTS, SCHEMA } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const table = { name: "t" };
const collection = { database: "db0", name: "c" };
const pagination = { type: "Offset", limit: 1, offset: 0n } as const;
const place = { database: "db0" };

/** The requests that the README's table marks as unsupported and that a client can send. */
const UNSUPPORTED: DriverRequestBody[] = [
  { type: "TableDetails", ...place, table: "t" },
  { type: "ViewDetails", ...place, view: "v" },
  { type: "SchemaTypes", ...place },
  { type: "SchemaIndexes", ...place },
  { type: "SchemaForeignKeys", ...place },
  { type: "BrowseTable", request: { table, pagination, orderBy: [] } },
  { type: "CountTable", request: { table } },
  { type: "BrowseCollection", request: { collection, pagination } },
  { type: "CountCollection", request: { collection } },
  { type: "Explain", request: { table } },
  { type: "DescribeTable", request: { table } },
  { type: "PlanSemantic", request: { type: "TableCount", table } },
  {
    type: "UpdateRow",
    patch: { identity: { type: "Composite", columns: ["a"], values: [1n] }, table: "t", changes: [] },
  },
  { type: "InsertRow", insert: { table: "t", columns: ["a"], values: [1n] } },
  { type: "DeleteRow", delete: { identity: { type: "Composite", columns: ["a"], values: [1n] }, table: "t" } },
  { type: "CodeGenerators" },
  { type: "GenerateCode", generatorId: "g", table },
];

for (const layout of LAYOUTS) {
  Deno.test(`requests that Redis cannot support are refused, naming them, in layout ${layout}`, async () => {
    await using served = await Served.start({ layout });
    for (const body of UNSUPPORTED) {
      const words = body.type === "PlanSemantic" ? "" : "Operation not supported: ";
      const message = `${words}Redis (Fluxwire) has no ${body.type}`;
      await rejects(served.ask(body), { code: "UnsupportedMethod", message }, body.type);
    }
  });
}

Deno.test("a handle names a statement that has ended", async () => {
  await using served = await Served.start();
  const { handleId } = await served.ask({ type: "ExecuteWithHandle", request: { sql: "PING", params: [] } });
  await served.ask({ type: "Cancel", handleId });
  await served.ask({ type: "CancelActive" });
  await served.ask({ type: "CleanupAfterCancel" });
  await served.client.ping();
  await served.ask({ type: "CloseSession" });
  await rejects(served.ask({ type: "Ping" }), { code: "SessionNotFound" });
});

Deno.test("the README's table has every request once, and marks refused ones as unsupported", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", import.meta.url));
  const rows = [...readme.matchAll(/^\| `(\w+)` \| (yes|no) \|/gm)];
  const names = rows.map(([, name]) => name!);
  const definition = SCHEMA.DriverRequestBody;
  if (definition === undefined || !("variants" in definition)) throw new TypeError("DriverRequestBody has no variants");
  deepStrictEqual(names.toSorted(), definition.variants.map(({ name }) => name).toSorted());

  // Documents contain JSON values, which the wire cannot carry: no client can send them.
  const refused = rows.filter(([, name, answer]) => answer === "no" && !name!.endsWith("Document"));
  deepStrictEqual(refused.map(([, name]) => name!).toSorted(), UNSUPPORTED.map(({ type }) => type).toSorted());
});
