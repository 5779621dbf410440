/**
 * The answer to the verb `frames` about a service without a tap.
 *
 * @module
 */
import { HostError } from "@fluxwire/supervise";

/** Refuses. @throws {HostError} `RequestFailed`. */
export function noTap(service: string | null): Promise<never> {
  const remedy = 'give the service "tap": true in the configuration, and start the host again';
  const message = `Cannot show frames of ${service ?? "all services"}: no tap has run; ${remedy}`;
  return Promise.reject(new HostError("RequestFailed", message));
}
