import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { formFields } from "@fluxwire/wire/client";
import { PASSWORD } from "./testing/postgres_server.ts";
import { Served } from "./testing/served.ts";

const PLANTED = "planted-Tr0ub4dor";

Deno.test("the form names the secret password and depends on no select", async () => {
  await using served = await Served.start();
  await using opened = await served.open();
  const fields = formFields(opened.client.hello);
  deepStrictEqual(fields.filter(({ kind }) => kind.type === "Password").map(({ id }) => id), ["password"]);
  ok(fields.every(({ kind }) => !kind.type.includes("Select")));
});

Deno.test("no password and no connection string is in an error or in the log after any failure", async () => {
  await using served = await Served.start();
  const texts: string[] = [];
  const keep = (error: Error): boolean => texts.push(`${error.message}\n${JSON.stringify(error)}`) > 0;
  const attempts: Record<string, string>[] = [
    { password: PLANTED },
    { password: PLANTED, host: "/nonexistent" },
    { password: PLANTED, port: "1" },
    { password: PLANTED, host: "localhost", tls: "true" },
    { password: PLANTED, user: "intruder" },
    { host: `postgres://postgres:${PLANTED}@127.0.0.1/postgres` },
    { host: `host=127.0.0.1 password=${PLANTED}` },
    { host: `postgres:${PLANTED}@127.0.0.1` },
  ];
  for (const values of attempts) await rejects(served.open({ values }), keep);
  await using opened = await served.open();
  await rejects(opened.rows("SELECT 1 FROM nowhere"), keep);
  await rejects(opened.rows(`CREATE ROLE postgres PASSWORD '${PLANTED}'`), keep);
  await served.server.restart();
  await rejects(opened.rows("SELECT 1"), keep);
  await opened.rows("SELECT 1");
  deepStrictEqual(texts.length, attempts.length + 3);
  ok(served.log.length > 0);
  for (const text of [...texts, ...served.log]) ok(!text.includes(PLANTED) && !text.includes(PASSWORD), text);
});
