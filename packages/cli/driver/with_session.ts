/**
 * One session for a task.
 *
 * @module
 */
import type { ClientSession } from "@fluxwire/wire/client";
import type { Context } from "../command/context.ts";
import { type Driver, withDriver } from "./driver.ts";

/** Starts, connects, opens a session, runs a task in it, and closes it if the task succeeds. */
export function withSession<T>(
  context: Context,
  use: (session: ClientSession, driver: Driver) => Promise<T>,
): Promise<T> {
  return withDriver(context, async (driver, client) => {
    const session = await driver.openSession(client);
    const value = await use(session, driver);
    await driver.call((options) => session.close(options));
    return value;
  });
}
