/** Storages with equal settings share a driver's process. */
import { DriverHost, type DriverSettings } from "./driver_host.ts";

/** A use of a driver. The last one that is disposed stops it. */
export interface HostUse extends AsyncDisposable {
  readonly host: DriverHost;
}

interface Shared {
  readonly host: Promise<DriverHost>;
  users: number;
}

/** What runs in this process, by the text of its settings. */
const SHARED = new Map<string, Shared>();

/**
 * The driver of these settings: the one that runs, or a new one.
 *
 * @param key Equal for settings that may share a driver.
 * @throws {StorageError} `unavailable` if it does not start.
 */
export async function useDriver(key: string, settings: DriverSettings): Promise<HostUse> {
  const shared = SHARED.get(key) ?? { host: DriverHost.start(settings), users: 0 };
  SHARED.set(key, shared);
  shared.users++;
  const end = async () => {
    if (--shared.users > 0) return;
    SHARED.delete(key);
    await (await shared.host)[Symbol.asyncDispose]();
  };
  try {
    return { host: await shared.host, [Symbol.asyncDispose]: end };
  } catch (error) {
    if (--shared.users === 0) SHARED.delete(key);
    throw error;
  }
}
