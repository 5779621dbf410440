import { deepEqual, equal, rejects, strictEqual } from "node:assert/strict";
import { Secrets } from "@fluxwire/transport/secrets";
import type { DriverResponseBody } from "../dto.ts";
import { METADATA, open } from "./scripted_driver_test.ts";

const OPENED: DriverResponseBody = {
  type: "SessionOpened",
  sessionId: "00112233-4455-6677-8899-aabbccddeeff",
  kind: "SQLite",
  metadata: METADATA,
  schemaLoadingStrategy: "SingleDatabase",
  schemaFeatures: 0,
  codeGenCapabilities: 0,
};

Deno.test("ClientSession sends its id and unwraps each answer", async () => {
  const [client, driver] = await open();
  const opening = client.openSession({ profileJson: "{}", password: "p" });
  const request = await driver.next();
  deepEqual(request.body, { type: "OpenSession", profileJson: "{}", password: "p", sshSecret: null });
  await driver.answer(request, OPENED);
  const session = await opening;
  equal(session.id, "00112233-4455-6677-8899-aabbccddeeff");
  equal(session.opened.metadata.id, "scripted");

  /** Answers the next request, which must be of this kind, and returns it. */
  const expect = async (type: string, body: DriverResponseBody) => {
    const request = await driver.next();
    deepEqual([request.body.type, request.sessionId], [type, session.id]);
    await driver.answer(request, body);
    return request.body;
  };
  const schema = { structure: { type: "KeyValue", keyspaces: [], currentKeyspace: null } } as const;
  const [found] = await Promise.all([
    session.schema(),
    expect("Schema", { type: "Schema", schema: { structure: { ...schema.structure, keyspaces: [] } } }),
  ]);
  deepEqual(found, schema);
  const [databases] = await Promise.all([
    session.listDatabases(),
    expect("ListDatabases", { type: "Databases", databases: [{ name: "main", isCurrent: true }] }),
  ]);
  deepEqual(databases, [{ name: "main", isCurrent: true }]);
  const [active] = await Promise.all([
    session.activeDatabase(),
    expect("ActiveDatabase", { type: "ActiveDatabaseResult" }),
  ]);
  equal(active, null);
  const [, chosen] = await Promise.all([
    session.setActiveDatabase({ database: "other" }),
    expect("SetActiveDatabase", { type: "ActiveDatabaseSet" }),
  ]);
  deepEqual(chosen, { type: "SetActiveDatabase", database: "other" });
  await Promise.all([session.ping(), expect("Ping", { type: "Pong" })]);
  await Promise.all([session.cancelActive(), expect("CancelActive", { type: "Cancelled" })]);
  await Promise.all([session.cleanupAfterCancel(), expect("CleanupAfterCancel", { type: "CleanupComplete" })]);
  await Promise.all([session.close(), expect("CloseSession", { type: "SessionClosed" })]);
  client.close();
});

Deno.test("ClientSession.execute() fills in the members that the statement leaves out", async () => {
  const [client, driver] = await open();
  const opening = client.openSession({ profileJson: "{}" });
  await driver.answer(await driver.next(), OPENED);
  const session = await opening;
  const result = { shape: "Table", columns: [], rows: [], affectedRows: 1n, executionTimeMs: 0n } as const;
  const execution = session.execute({ sql: "UPDATE t", statementTimeoutMs: 250 });
  const request = await driver.next();
  deepEqual(request.body, {
    type: "Execute",
    request: {
      sql: "UPDATE t",
      params: [],
      limit: null,
      offset: null,
      statementTimeoutMs: 250n,
      database: null,
      executionContext: null,
    },
  });
  await driver.answer(request, { type: "ExecuteResult", result: { ...result, columns: [], rows: [] } });
  strictEqual((await execution).affectedRows, 1n);
  client.close();
});

Deno.test("DriverClient gives a session's secrets to its keeper before they are sent, and masks the driver's errors", async () => {
  const secrets = new Secrets(), told: unknown[] = [];
  const keeper = {
    add: (texts: readonly (string | null | undefined)[]) => void [told.push(...texts), secrets.add(texts)],
    mask: (text: string) => secrets.mask(text),
  };
  const [client, driver] = await open({ secrets: keeper });
  const profileJson = JSON.stringify({ config: { External: { values: { url: "db://me:in-address@host" } } } });
  const opening = client.openSession({ profileJson, password: "hunt'er2", sshSecret: null });
  const request = await driver.next();
  deepEqual(told.filter((text) => text != null), ["hunt'er2", "in-address"]);
  const message = `bad password "hunt''er2" (${btoa("hunt'er2")}) at db://me:in-address@host`;
  await driver.answer(request, { type: "Error", code: "Driver", message, retriable: false });
  await rejects(opening, { code: "Driver", message: 'bad password "[masked]" ([masked]=) at db://me:[masked]@host' });
  client.close();
});
