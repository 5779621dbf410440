/**
 * What a driver does when its host is killed.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";

/** How long a ping waits before its driver counts as hung, in milliseconds. */
const HUNG_MS = 30;

/** Sends a statement that blocks the driver's thread forever, and checks that it does. */
export async function hang(client: DriverClient): Promise<void> {
  const session = await client.open();
  session.execute({ sql: "SELECT 1" }).catch(() => {});
  for (;;) {
    try {
      await client.ping({ timeoutMs: HUNG_MS });
    } catch (error) {
      if (error instanceof ConnectionError && error.code === "Timeout") return;
      throw error;
    }
  }
}

/** Runs a statement without an end in a database in memory; another session shows that the driver has begun with it. */
export function runs(sql: string): (client: DriverClient) => Promise<void> {
  return async (client) => {
    const values = { path: ":memory:" };
    (await client.open(values)).execute({ sql }).catch(() => {});
    await (await client.open(values)).execute({ sql: "SELECT 1" });
  };
}
