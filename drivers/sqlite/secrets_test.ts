import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { createLog } from "@fluxwire/sdk";
import { connectInMemory } from "@fluxwire/sdk/testing";
import { formFields } from "@fluxwire/wire/client";
import { driver } from "./mod.ts";

const PLANTED = "planted-Tr0ub4dor";

Deno.test("the form has no secret and no select", async () => {
  const client = await connectInMemory(driver);
  ok(formFields(client.hello).every(({ kind }) => kind.type !== "Password" && !kind.type.includes("Select")));
  client.close();
  await client.closed;
});

Deno.test("a password that is sent anyway is in no error and not in the log", async () => {
  const lines: string[] = [], texts: string[] = [];
  const client = await connectInMemory(driver, { log: createLog("debug", (line) => lines.push(line)) });
  const keep = (error: Error): boolean => texts.push(`${error.message}\n${JSON.stringify(error)}`) > 0;
  const open = (values: Record<string, string>) => {
    const config = { External: { kind: "SQLite", values: { ...values, password: PLANTED } } };
    const profile = { id: crypto.randomUUID(), name: "p", driver_id: "rpc:sqlite", config };
    return client.openSession({ profileJson: JSON.stringify(profile), password: PLANTED, sshSecret: PLANTED });
  };
  await rejects(open({ path: "/nonexistent/a.db" }), keep);
  await rejects(open({}), keep);
  const session = await open({ path: ":memory:" });
  await rejects(session.execute({ sql: "SELECT * FROM nowhere" }), keep);
  await session.close();
  client.close();
  await client.closed;
  deepStrictEqual(texts.length, 3);
  for (const text of [...texts, ...lines]) ok(!text.includes(PLANTED), text);
});
