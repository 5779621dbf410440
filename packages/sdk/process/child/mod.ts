/**
 * Serves the requests of a `BlockingProcess`, in its process: without an event loop, which takes a third of the time. Loads
 * neither WebAssembly nor the rest of the SDK.
 *
 * @module
 */
export { sendEnd, sendFailure } from "./pipes.ts";
export { type Answer, type Call, serveRequests } from "./serve_requests.ts";
export { CancelledError } from "./watcher.ts";
