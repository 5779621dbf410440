/**
 * A target of the configuration: found, and used where it listens or started where it does not.
 *
 * @module
 */
import { ConfigError } from "../config/problem.ts";
import { launch, type LaunchedDriver } from "../launch.ts";
import { isAccepting } from "../readiness.ts";
import type { Service } from "../service.ts";
import type { Target } from "./target.ts";

/** A service of the configuration. */
export type ServiceTarget = Target & { kind: "service" };

/**
 * Starts a service as its configuration says.
 *
 * @returns Null where something listens on its socket already, or it has no command: it is used as it is.
 * @throws {ConfigError} `ConfigNotFound`, `UnknownService`, `ServiceUnusable`, or the code of what is wrong with it.
 * @throws {LaunchError} as `launch` of this package.
 */
export async function startService(
  target: ServiceTarget,
  options: { token?: string; signal: AbortSignal },
): Promise<LaunchedDriver | null> {
  const service = await configuredDriver(target);
  const { socketId, command } = service;
  if (command === null || await isAccepting(socketId)) return null;
  return await launch({ ...service, ...options, command, socketId });
}

async function configuredDriver({ socketId, config }: ServiceTarget): Promise<Service> {
  // Loaded here: other targets need no configuration, and its code costs start-up time.
  const { findConfiguration, readConfiguration } = await import("../config/configuration.ts");
  const { findService } = await import("../config/find_service.ts");
  const configuration = config === null ? await findConfiguration() : await readConfiguration(config);
  const service = findService(configuration, socketId);
  if (service.kind === "driver") return service;
  const name = JSON.stringify(socketId);
  throw new ConfigError("ServiceUnusable", `Cannot use service ${name}: it is an auth provider; name a driver`);
}
