/**
 * Restores the values of a connection that the host sends without them, as DBFlux does after a restart.
 *
 * @module
 */
import type { ConnectionProfile } from "@fluxwire/wire/server";
import { DriverError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { ValueStore } from "./value_store.ts";

/** The remedy for lost values. */
export const FILL_IN = "edit the connection, fill in its form and save it again";

const LOST = "DBFlux lost the form's values when it restarted";

/**
 * The remembered values. After a restart DBFlux sends a saved profile as one of a built-in driver, without its values.
 *
 * @throws {DriverError} `InvalidRequest` if no values are remembered, or if they included a secret, which is never
 *   kept.
 */
export async function restoredTexts(
  profile: ConnectionProfile,
  store: ValueStore | null,
  log: Log,
): Promise<ReadonlyMap<string, string>> {
  if (!isRestored(profile)) {
    const { configKind } = profile;
    const hint =
      `that is DBFlux's own ${configKind} driver; choose this driver for the connection and fill in its form`;
    throw notExternal(profile, hint);
  }
  const kept = await store?.read(profile.id, log) ?? null;
  if (kept === null) throw notExternal(profile, `${LOST}; ${FILL_IN}`);
  const { values, withheld } = kept;
  if (withheld.length > 0) {
    const secrets = withheld.join(", ");
    throw notExternal(profile, `${LOST}, and the driver does not remember secrets such as ${secrets}; ${FILL_IN}`);
  }
  log.info("using remembered values: DBFlux sent none, as it does after a restart", { profile: profile.id });
  return values;
}

/** Whether a profile can belong to an external driver: it names one, or it names no driver and is blank. */
function isRestored({ driverId, config }: ConnectionProfile): boolean {
  if (driverId !== null) return driverId.startsWith("rpc:");
  return Object.values(config).every((value) => !value);
}

function notExternal({ configKind }: ConnectionProfile, hint: string): DriverError {
  return new DriverError("InvalidRequest", `Expected an External configuration, found ${configKind}: ${hint}`);
}
