/** Whether the servers of a stream write to their disks before they answer: their monitoring says it, the protocol does not. */
import { StorageError } from "../roles.ts";

/** How long a server's monitoring may take, in milliseconds. */
const ASK_MS = 5_000;

/** What the monitoring of a server says. */
interface Server {
  readonly name: string;
  readonly isSynced: boolean;
}

/**
 * Resolves if each of these servers has `sync_interval: always`.
 *
 * @param names The servers that have the stream.
 * @param monitors The addresses of their monitoring, such as `http://127.0.0.1:8222`.
 * @throws {StorageError} `invalid` for a server that is not synced, or whose monitoring is not given; `unavailable` for a
 *   monitoring that does not answer.
 */
export async function requireSynced(names: readonly string[], monitors: readonly string[]): Promise<void> {
  const servers = await Promise.all(monitors.map(serverAt));
  for (const name of names) {
    const server = servers.find((one) => one.name === name);
    if (server === undefined) {
      throw new StorageError(
        "invalid",
        `Whether the NATS server ${name} syncs its disk is not known: name its monitoring in driver-event-storage.monitor, ` +
          'or set durable = "process"',
      );
    }
    if (!server.isSynced) {
      throw new StorageError(
        "invalid",
        `The NATS server ${name} answers before its disk has the events: set jetstream { sync_interval: always }, ` +
          'or durable = "process"',
      );
    }
  }
}

async function serverAt(monitor: string): Promise<Server> {
  try {
    const response = await fetch(`${monitor.replace(/\/+$/, "")}/varz`, { signal: AbortSignal.timeout(ASK_MS) });
    const { server_name: name, jetstream } = await response.json();
    return { name: String(name), isSynced: jetstream?.config?.sync_always === true };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StorageError("unavailable", `The monitoring of NATS at ${monitor} does not answer: ${reason}`, { cause });
  }
}
