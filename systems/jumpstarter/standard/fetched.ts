/**
 * Requests of devices over HTTP, whose addresses may have secrets.
 *
 * @module
 */
import { DeviceError } from "../device/device_error.ts";

/**
 * The answer to a request.
 *
 * @throws {DeviceError} `Unavailable` if there is no answer; the signal's reason if it aborts.
 */
export async function fetched(url: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    init.signal.throwIfAborted();
    throw new DeviceError("Unavailable", `cannot reach ${withoutSecrets(url)}`, { cause });
  }
}

/** An address without its user, password, query and fragment. */
export function withoutSecrets(url: string): string {
  return url.replace(/[?#].*$/, "").replace(/\/\/[^/@]*@/, "//");
}
