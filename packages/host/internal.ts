/**
 * What the command line shares with the host and no other program needs: its shape may change in any release.
 *
 * @module
 */
export { configCandidates } from "./config/folders.ts";
export { askHost, type AskOptions, type Question } from "./control/client.ts";
export { defaultControlPath, stateFolder } from "./control/folders.ts";
export { makePrivateFolder } from "./control/private_folder.ts";
export { type ControlRequest, DEFAULT_LOG_LINES, MAX_LOG_LINES } from "./control/protocol.ts";
export { type ControlHandler, ControlServer } from "./control/server.ts";
export { driverEnvironment } from "./environment.ts";
export { isRefusedToken } from "./failure/hello.ts";
export { lastWords } from "./failure/last_words.ts";
export { faultOfProgram } from "./failure/program.ts";
export { statusInWords } from "./failure/status_words.ts";
export type { LogLine } from "./logs/mod.ts";
export { Traffic } from "./metrics/traffic.ts";
export { isAccepting } from "./readiness.ts";
