/**
 * What a host does with drivers: start them, connect to them, call them, stop them.
 *
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { connect, launch } from "@fluxwire/host";
 *
 * const socketId = `example-${crypto.randomUUID()}`;
 * const command = "run --no-prompt --allow-net --allow-env=FLUXWIRE_LIFELINE jsr:@fluxwire/mock-driver@^0.1.0 --socket";
 * await using driver = await launch({ command: Deno.execPath(), args: [...command.split(" "), socketId], socketId });
 *
 * const client = await connect(socketId, { token: driver.token });
 * const session = await client.open({ endpoint: "localhost:8080" });
 * const { rows } = await session.execute({ sql: "SELECT * FROM mockdb" });
 * equal(rows.length, 4);
 * client.close();
 * ```
 *
 * @module
 */
export {
  type Configuration,
  type ConfiguredService,
  findConfiguration,
  readConfiguration,
} from "./config/configuration.ts";
export { findService } from "./config/find_service.ts";
export { type UserEnvironment, userEnvironment } from "./config/folders.ts";
export {
  CONFIG_PROBLEM_CODES,
  ConfigError,
  type ConfigErrorCode,
  type ConfigProblem,
  type ConfigProblemCode,
  problemText,
  SERVICE_LOOKUP_CODES,
} from "./config/problem.ts";
export { CONFIG_RELEASES, type ConfigRelease } from "./config/releases.ts";
export { AUTO_LAYOUTS, connect, type ConnectionObserver, type ConnectOptions, connectThrough } from "./connect.ts";
export { AdoptedDriver, type AdoptOptions, adoptOrLaunch } from "./adopt.ts";
export type { TreeProcess } from "./guard/tree.ts";
export { HANDED_DOWN_VARIABLES } from "./environment.ts";
export { Host, type HostOptions } from "./host.ts";
export { HOST_ERROR_CODES, HostError, type HostErrorCode } from "./host_error.ts";
export { eventText, type HostEvent } from "./host_event.ts";
export { launch, type LaunchOptions } from "./launch.ts";
export {
  type DriverOutput,
  LAUNCH_ERROR_CODES,
  LAUNCH_ERROR_MEANINGS,
  LaunchError,
  type LaunchErrorCode,
  type LaunchErrorOptions,
} from "./launch_error.ts";
export { type DriverHandle, LaunchedDriver } from "./launched_driver.ts";
export { drain, type DrainOptions, type DrainReport, type DrainStep } from "./drain.ts";
export type { OutputSink, OutputStream } from "./output_tail.ts";
export type { StopOptions, StopReport } from "./process.ts";
export type { Enforcement, LimitsStatus, LimitStatus } from "./resources/mod.ts";
export {
  createService,
  DEFAULT_COMMAND,
  DEFAULT_STARTUP_TIMEOUT_MS,
  RESTART_POLICIES,
  type RestartPolicy,
  type Service,
  SERVICE_KINDS,
  type ServiceKind,
  type ServiceLimits,
  type ServiceSettings,
  socketNameOf,
} from "./service.ts";
export type { CallStatus, FailureStatus, HostStatus, ServiceStatus, UsageStatus } from "./status.ts";
export { type BackoffOptions, DEFAULT_BACKOFF } from "./supervisor/backoff.ts";
export type { State } from "./supervisor/lifecycle.ts";
export {
  DEFAULT_LIVENESS,
  DEFAULT_RESTART,
  type LivenessSettings,
  type RestartSettings,
} from "./supervisor/settings.ts";
