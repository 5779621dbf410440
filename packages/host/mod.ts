/**
 * What a host does with drivers: start them, connect to them, call them, stop them.
 *
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { connect, launch } from "@fluxwire/host";
 *
 * const socketId = `example-${crypto.randomUUID()}`;
 * const command = "run --no-prompt --allow-net --allow-env=FLUXWIRE_LIFELINE jsr:@fluxwire/mock-driver --socket";
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
export { connect, type ConnectionObserver, type ConnectOptions, connectThrough } from "./connect.ts";
export { type AdoptOptions, adoptOrLaunch } from "./adopt.ts";
export { AUTO_LAYOUTS } from "./layout_order.ts";
export { drain, type DrainOptions, type DrainReport, type DrainStep } from "./drain.ts";
export { Host, type HostOptions } from "./host.ts";
export { DriverInstance, type InstanceAddress } from "./instance.ts";
export { launch, type LaunchOptions } from "./launch.ts";
export {
  DRIVER_ERROR_MEANINGS,
  type DriverErrorCode,
  LAUNCH_ERROR_CODES,
  LAUNCH_ERROR_MEANINGS,
  type LaunchErrorCode,
} from "./launch_codes.ts";
export {
  createService,
  DEFAULT_COMMAND,
  type Service,
  SERVICE_KINDS,
  type ServiceKind,
  type ServiceSettings,
  socketNameOf,
} from "./service.ts";
export type { OpenTap } from "./supervisor/tapped.ts";
export type { CallStatus, HostStatus, ServiceStatus } from "./status.ts";
