import { deepEqual } from "node:assert/strict";
import { createLog, defineDriver, type Driver, form, serve, type SessionMethods } from "@fluxwire/sdk";
import { sessionRequest } from "@fluxwire/wire/client";
import { MemoryListener } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import { withNeeds } from "./checks.ts";
import { runChecks } from "./runner/run_checks.ts";

function driverOf(methods: SessionMethods): Driver {
  return defineDriver({
    id: "early",
    name: "Early",
    version: "1.0.0",
    description: "Says what its sessions can do",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "early",
    form: form({}),
    methods,
    open: () => ({ execute: () => ({}), updateRow: () => ({ affectedRows: 1 }) }),
  });
}

/** The results of the check of capabilities. */
async function found(driver: Driver): Promise<unknown[]> {
  const listener = new MemoryListener();
  await serve(driver, { socket: listener, log: createLog("error", () => {}) });
  const subject = {
    dial: () => Promise.resolve(listener.connect()),
    token: null,
    isTokenItsOwn: false,
    secrets: new Secrets(),
    sessionRequest: (hello: Parameters<typeof sessionRequest>[0]["hello"], layout: "0.7.1") =>
      sessionRequest({ hello, layout }),
    restart: null,
    ends: null,
  };
  const results = await runChecks(subject as Parameters<typeof runChecks>[0], {
    checks: withNeeds(["sessions.capabilities"]),
    layouts: ["0.7.1"],
    deadlineMs: 5_000,
    concurrency: 1,
    sharesSessions: false,
    signal: new AbortController().signal,
  });
  listener.close();
  return results.filter(({ id }) => id === "sessions.capabilities").map(({ verdict, message }) => [verdict, message]);
}

Deno.test("sessions.capabilities finds what a session can do beyond the capabilities of Hello", async () => {
  deepEqual(await found(driverOf(["execute"])), [
    ["failed", "Expected the capabilities of Hello, found also UPDATE"],
  ]);
  deepEqual(await found(driverOf(["execute", "updateRow", "deleteRow"])), [["passed", undefined]]);
});
