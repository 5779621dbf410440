/** Makes the streams of a log, or finds them, and refuses what could lose events. */
import { type Durability, StorageError } from "../roles.ts";
import { requireSynced } from "./durability.ts";
import { numberOf } from "./failure.ts";
import type { JetStreamManager, NatsConnection, StreamConfig, StreamInfo } from "./library.ts";
import type { JetStreamSettings } from "./settings.ts";
import { eventsStream, LOG_ID, registersStream, unsafeSettings } from "./stream_settings.ts";

/** The first version whose answers to appends can be relied on. */
const LEAST_VERSION = [2, 12] as const;
const STREAM_EXISTS = 10_058;

/** What is known of a log when it is opened. */
export interface OpenedStreams {
  readonly logId: string;
  readonly durable: Durability;
}

/**
 * Makes what is missing, once for all servers that start at the same time.
 *
 * @throws {StorageError} `invalid` for an older server, for settings that could lose events, and for a disk that is not synced.
 */
export async function openStreams(
  connection: NatsConnection,
  manager: JetStreamManager,
  settings: JetStreamSettings,
): Promise<OpenedStreams> {
  const { name, stream, replicas, durable, monitors } = settings, version = connection.info?.version ?? "";
  if (!isRecent(version)) {
    throw new StorageError(
      "invalid",
      `${name} is of version ${version}: ${LEAST_VERSION.join(".")} or newer is needed`,
    );
  }
  const events = await madeOrFound(manager, eventsStream(stream, replicas, crypto.randomUUID()), name);
  const registers = await madeOrFound(manager, registersStream(stream, replicas), name);
  const logId = events.config.metadata?.[LOG_ID];
  if (logId === undefined) {
    throw new StorageError("invalid", `${name} is no log: its metadata lacks ${LOG_ID}; name another stream`);
  }
  if (durable === "process") return { logId, durable: "process" };
  const own = connection.info?.server_name ?? "";
  await requireSynced([...new Set([events, registers].flatMap((info) => serversOf(info, own)))], monitors);
  return { logId, durable: replicas > 1 ? "replicated" : "disk" };
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > LEAST_VERSION[0] || major === LEAST_VERSION[0] && minor >= LEAST_VERSION[1];
}

async function madeOrFound(
  manager: JetStreamManager,
  wanted: Partial<StreamConfig> & { name: string },
  name: string,
): Promise<StreamInfo> {
  let info: StreamInfo;
  try {
    info = await manager.streams.add(wanted);
  } catch (error) {
    if (numberOf(error) !== STREAM_EXISTS) throw error;
    info = await manager.streams.info(wanted.name);
  }
  const problems = unsafeSettings(info.config, wanted);
  if (problems.length > 0) {
    throw new StorageError(
      "invalid",
      `${name} could lose events, and is not used: ${wanted.name}: ${problems.join("; ")}`,
    );
  }
  return info;
}

/** The names of the servers that have a stream. */
function serversOf({ cluster }: StreamInfo, own: string): string[] {
  if (cluster === undefined) return [own];
  return [...cluster.leader === undefined ? [] : [cluster.leader], ...(cluster.replicas ?? []).map(({ name }) => name)];
}
