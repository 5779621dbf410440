/**
 * Starting and reaching one driver, without the configuration and the host that runs many: the part of `@fluxwire/host`
 * that a short command loads.
 *
 * @module
 */
export { connect, type ConnectOptions, connectThrough } from "./connect.ts";
export type { DriverInstance } from "./instance.ts";
export { launch, type LaunchOptions } from "./launch.ts";
export { OwnListener } from "./owner/own_listener.ts";
