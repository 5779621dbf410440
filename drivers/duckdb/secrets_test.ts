import { ok, rejects, strictEqual } from "node:assert/strict";
import { createLog } from "@fluxwire/sdk";
import { connectInMemory } from "@fluxwire/sdk/testing";
import { formFields } from "@fluxwire/wire/client";
import { driver } from "./mod.ts";

const PLANTED = "planted-Tr0ub4dor";

Deno.test("the form of DuckDB has no secret", async () => {
  const client = await connectInMemory(driver);
  ok(formFields(client.hello).every(({ kind }) => kind.type !== "Password"));
  client.close();
  await client.closed;
});

Deno.test("a password that is sent anyway is in no error of DuckDB and not in the log", async () => {
  const lines: string[] = [], texts: string[] = [];
  const client = await connectInMemory(driver, { log: createLog("debug", (line) => lines.push(line)) });
  const keep = (error: Error): boolean => texts.push(`${error.message}\n${JSON.stringify(error)}`) > 0;
  const open = (values: Record<string, string>) => {
    const config = { External: { kind: "SQLite", values: { ...values, password: PLANTED } } };
    const profile = { id: crypto.randomUUID(), name: "p", driver_id: "rpc:duckdb", config };
    return client.openSession({ profileJson: JSON.stringify(profile), password: PLANTED, sshSecret: PLANTED });
  };
  await rejects(open({ path: "/nonexistent/a.duckdb" }), keep);
  await rejects(open({}), keep);
  const session = await open({ path: ":memory:" });
  await rejects(session.execute({ sql: "SELECT * FROM nowhere" }), keep);
  await session.close();
  client.close();
  await client.closed;
  strictEqual(texts.length, 3);
  for (const text of [...texts, ...lines]) ok(!text.includes(PLANTED), text);
});

Deno.test("a secret of a statement, such as that of CREATE SECRET, is not in DuckDB's log, whatever becomes of it", async () => {
  const lines: string[] = [];
  const client = await connectInMemory(driver, { log: createLog("debug", (line) => lines.push(line)) });
  const session = await client.open({ path: ":memory:" });
  await rejects(session.execute({ sql: `CREATE SECRET one (TYPE nothing, SECRET '${PLANTED}')` }));
  await rejects(session.execute({ sql: `SELECT '${PLANTED}' FROM` }));
  await rejects(session.execute({ sql: "SELECT ?::INTEGER", params: [PLANTED] }));
  strictEqual((await session.execute({ sql: `SELECT '${PLANTED}'` })).rows[0]![0], PLANTED);
  await session.close();
  client.close();
  await client.closed;
  for (const line of lines) ok(!line.includes(PLANTED), line);
});
