/**
 * A configured target, which is used if it already listens, and otherwise started.
 *
 * @module
 */
import { type AdoptOptions, adoptOrLaunch, type DriverInstance, type Service } from "@fluxwire/host";
import { tokenOfService } from "@fluxwire/host/internal";
import type { Process } from "@fluxwire/supervise/program";
import type { Target } from "./target.ts";

/** A service of the configuration. */
export type ServiceTarget = Target & { kind: "service" };

/**
 * Starts a service as its configuration says.
 *
 * @param options.env Further variables; those of the configuration win.
 * @returns Its process, null if something listens on its socket already and is used as it is; and its token, which a
 * variable that the service names wins over the one that is given.
 * @throws {ConfigError} `ConfigNotFound`, `UnknownService`, `ServiceUnusable`, or the code of what is wrong with it.
 * @throws {StartError} as `adoptOrLaunch` of this package.
 */
export async function startService(
  target: ServiceTarget,
  { env, ...options }: Pick<AdoptOptions, "token" | "anyOwner" | "signal"> & { env: Readonly<Record<string, string>> },
): Promise<{ started: DriverInstance<Process> | null; token: string | null }> {
  const service = await configuredDriver(target);
  const token = tokenOfService(service) ?? options.token;
  // Limits are for the host that runs a service: a verb only speaks to it.
  const started = { ...service, limits: {}, env: { ...env, ...service.env } };
  const driver = await adoptOrLaunch(started, { ...options, token });
  return { started: isStarted(driver) ? driver : null, token: driver.token };
}

async function configuredDriver({ socketId, config }: ServiceTarget): Promise<Service> {
  // Loaded when a service is named: other targets need no configuration, whose code costs start-up time.
  const { ConfigError, findConfiguration, findService, readConfiguration } = await import("@fluxwire/host");
  const configuration = config === null ? await findConfiguration() : await readConfiguration(config);
  const service = findService(configuration, socketId);
  if (service.kind === "driver") return service;
  const name = JSON.stringify(socketId);
  throw new ConfigError("ServiceUnusable", `Cannot use service ${name}: it is an auth provider; name a driver`);
}

/** Whether a driver was started here, and must be stopped. */
function isStarted(driver: DriverInstance): driver is DriverInstance<Process> {
  return driver.process !== null;
}
