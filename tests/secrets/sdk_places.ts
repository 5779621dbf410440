/**
 * What a driver of the SDK writes: errors, log lines, audit events.
 *
 * @module
 */
import { createLog, defineDriver, DriverError, field, form } from "@fluxwire/sdk";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { ADDRESS, linesOf, PLANTED, TEXT_LINES } from "./planted.ts";

/** A driver that repeats each statement wherever it can. */
const DRIVER = defineDriver({
  id: "parrot",
  name: "Parrot",
  version: "1.0.0",
  description: "Repeats its statements",
  kind: "Postgres",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "parrot",
  form: form({ address: field.text("Address"), password: field.password("Password"), key: field.writeOnly("Key") }),
  open: () => ({
    execute({ sql }, { log, audit }) {
      log.info(sql, { sql });
      audit({ action: "said", summary: sql, errorMessage: sql, details: { sql } });
      throw new DriverError("Driver", sql);
    },
  }),
});

/** The places, each with its whole contents. */
export async function writtenBySdk(): Promise<Record<string, string>> {
  const errors: string[] = [], log: string[] = [], audit: unknown[] = [];
  await using served = await ServedDriver.start(DRIVER, {
    expectedToken: PLANTED.token,
    log: createLog("debug", (line) => log.push(line)),
  });
  const client = await served.connect({ token: PLANTED.token, onAudit: (event) => audit.push(event) });
  const session = await client.openSession({
    profileJson: profileWith({ address: ADDRESS, key: PLANTED.key }),
    password: PLANTED.password,
    sshSecret: PLANTED.sshSecret,
  });
  for (const forms of TEXT_LINES) {
    await session.execute({ sql: linesOf(forms) }).catch((error: Error) => errors.push(error.message));
  }
  client.close();
  const audited = JSON.stringify(audit, (_, value) => typeof value === "bigint" ? String(value) : value);
  return { "errors of the SDK": errors.join("\n"), "log of the SDK": log.join(""), "audit events": audited };
}

/** A profile as DBFlux sends it. */
export function profileWith(values: Readonly<Record<string, string>>): string {
  const config = { External: { kind: "Postgres", values } };
  return JSON.stringify({ id: crypto.randomUUID(), name: "planted", driver_id: "rpc:x", config });
}
