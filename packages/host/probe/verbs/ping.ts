/**
 * `probe ping`: a sign of life.
 *
 * @module
 */
import { RpcError } from "jsr:@fluxwire/wire@^0.1.0";
import type { DriverClient } from "jsr:@fluxwire/wire@^0.1.0/client";
import type { Context } from "../context.ts";
import { type Driver, withDriver } from "../driver.ts";
import { msSince, msText } from "../duration.ts";
import { EXIT } from "../exit_codes.ts";

/** Pings once and shows how long the answer took. */
export function run(context: Context): Promise<number> {
  const { output } = context;
  return withDriver(context, async (driver, client) => {
    const { ms, session } = await ping(driver, client);
    if (output.isJson) output.json({ ok: true, ms, layout: client.layout, session });
    else output.line(`pong in ${msText(ms)}${session ? ", within a session" : ""}`);
    return EXIT.done;
  });
}

/** Pings outside of a session; within one where the driver wants that. */
async function ping(driver: Driver, client: DriverClient): Promise<{ ms: number; session: boolean }> {
  const start = performance.now();
  try {
    await driver.call((options) => client.ping(options));
    return { ms: msSince(start), session: false };
  } catch (error) {
    if (!(error instanceof RpcError) || !wantsSession(error)) throw error;
  }
  const session = await driver.openSession(client);
  const sessionStart = performance.now();
  await driver.call((options) => session.ping(options));
  const ms = msSince(sessionStart);
  await driver.call((options) => session.close(options));
  return { ms, session: true };
}

function wantsSession({ code }: RpcError): boolean {
  return code === "SessionNotFound" || code === "InvalidRequest";
}
