/**
 * For drivers of libraries that block and cannot be interrupted: their work runs in a process for each session, which is
 * killed if a cancelled statement does not stop. The process itself uses `@fluxwire/sdk/process/child`.
 *
 * @module
 */
export { BlockingProcess, type Said } from "./blocking_process.ts";
