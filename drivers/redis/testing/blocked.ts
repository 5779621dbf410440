/**
 * Waits for blocked commands.
 *
 * @module
 */
import type { ClientSession } from "@fluxwire/wire/client";

/** Asks a session until the server has as many blocked clients. */
export async function untilBlocked(watcher: ClientSession, count: number): Promise<void> {
  for (;;) {
    const { rows } = await watcher.execute({ sql: "INFO clients" });
    if (String(rows[0]![0]).includes(`\r\nblocked_clients:${count}\r\n`)) return;
  }
}
