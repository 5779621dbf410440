/**
 * What a host does with drivers: start them, connect to them, call them, stop them.
 *
 * @module
 */
export { AUTO_LAYOUTS, connect, type ConnectOptions, connectThrough } from "./connect.ts";
export { launch, LaunchedDriver, type LaunchOptions } from "./launch.ts";
export { type DriverOutput, LaunchError, type LaunchErrorCode } from "./launch_error.ts";
export type { StopOptions, StopReport } from "./process.ts";
export { formFields, profileJson, type ProfileOptions, sessionRequest } from "./profile.ts";
