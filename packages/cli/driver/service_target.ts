/**
 * A configured target, which is used if it already listens, and otherwise started.
 *
 * @module
 */
import type { Service } from "@fluxwire/host";
import { adoptOrLaunch, type DriverInstance } from "@fluxwire/host/launching";
import type { Process } from "@fluxwire/supervise/program";
import type { Target } from "./target.ts";

/** A service of the configuration. */
export type ServiceTarget = Target & { kind: "service" };

/**
 * Starts a service as its configuration says.
 *
 * @param options.env Further variables; those of the configuration win.
 * @returns Null if a driver already listens on its socket, which is then used.
 * @throws {ConfigError} `ConfigNotFound`, `UnknownService`, `ServiceUnusable`, or the code of what is wrong with it.
 * @throws {StartError} as `adoptOrLaunch` of this package.
 */
export async function startService(
  target: ServiceTarget,
  { env, token, signal }: { env: Readonly<Record<string, string>>; token?: string; signal: AbortSignal },
): Promise<DriverInstance<Process> | null> {
  const service = await configuredDriver(target);
  const driver = await adoptOrLaunch({ ...service, env: { ...env, ...service.env } }, { token, signal });
  return isStarted(driver) ? driver : null;
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
