/**
 * A ping, within a session if the driver requires one.
 *
 * @module
 */
import { RpcError } from "@fluxwire/wire/client";
import type { DriverClient } from "@fluxwire/wire/client";
import type { Driver } from "./driver.ts";
import { msSince } from "../command/duration.ts";

/** How a ping was answered. */
export interface SignOfLife {
  /** The time of its round trip, in milliseconds. */
  ms: number;
  /** Whether it was sent within a session. */
  session: boolean;
}

/**
 * Pings outside of a session, or within one if the driver requires it.
 *
 * @param timeoutMs The time limit for each answer.
 */
export async function ping(driver: Driver, client: DriverClient, timeoutMs: number = Infinity): Promise<SignOfLife> {
  const start = performance.now();
  try {
    await driver.call((options) => client.ping({ ...options, timeoutMs }));
    return { ms: msSince(start), session: false };
  } catch (error) {
    if (!(error instanceof RpcError) || !wantsSession(error)) throw error;
  }
  const session = await driver.openSession(client);
  const sessionStart = performance.now();
  await driver.call((options) => session.ping({ ...options, timeoutMs }));
  const ms = msSince(sessionStart);
  await driver.call((options) => session.close({ ...options, timeoutMs }));
  return { ms, session: true };
}

/** Whether an error answer to a ping means that it must be sent within a session. */
export function wantsSession({ code }: RpcError): boolean {
  return code === "SessionNotFound" || code === "InvalidRequest";
}
