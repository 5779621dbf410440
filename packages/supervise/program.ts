/**
 * Starting a program, without what keeps it running: the part of `@fluxwire/supervise` that a short command loads.
 *
 * @module
 */
export type { Cause } from "./failure/cause.ts";
export type { Diagnosis } from "./failure/diagnosis.ts";
export { lastWords } from "./failure/last_words.ts";
export { statusInWords } from "./failure/status_words.ts";
export { shellOutput, systemOutput } from "./failure/system_output.ts";
export { mayRun } from "./failure/permitted.ts";
export type { LimitsStatus, LimitStatus, ProcessLimits } from "./limits/limit_status.ts";
export type { OutputSink, OutputStream } from "./output_tail.ts";
export { Process, type ProcessCommand } from "./process.ts";
export { DEFAULT_STARTUP_TIMEOUT_MS, start } from "./start.ts";
export { type ProgramOutput, START_ERROR_MEANINGS, StartError, type StartErrorCode } from "./start_error.ts";
export type { ProcessLog, Program, StartOptions } from "./start_options.ts";
export type { StopOptions, StopReport } from "./stopping.ts";
