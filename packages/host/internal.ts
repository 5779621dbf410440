/**
 * What the command line shares with the host and no other program needs: its shape may change in any release.
 *
 * @module
 */
export { configCandidates } from "./config/folders.ts";
export { isRefusedToken } from "./failure/hello.ts";
export { Traffic } from "./metrics/traffic.ts";
export { type UnixSocket, unixSockets } from "./owner/unix_table.ts";
export { isAccepting } from "./readiness.ts";
export { tokenOfService } from "./service_token.ts";
