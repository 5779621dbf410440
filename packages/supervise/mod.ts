/**
 * Starts programs, explains failed starts, guards, limits and logs programs, keeps them running, and stops them with all
 * that they have started. Knows no protocol: a system defines what "ready" and "alive" mean.
 *
 * @example A program that is ready once it has written a file
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { start } from "@fluxwire/supervise";
 *
 * await using process = await start({
 *   command: "sh",
 *   args: ["-c", "echo started; exec sleep 60"],
 *   async ready(process, signal) {
 *     while (process.output.stdout.length === 0) {
 *       signal.throwIfAborted();
 *       await new Promise((resolve) => setTimeout(resolve, 5));
 *     }
 *   },
 * });
 * equal(process.output.stdout[0], "started");
 * ```
 *
 * @module
 */
export { askHost, type AskOptions, type Question } from "./control/client.ts";
export { type ControlledHost, HostControl } from "./control/host_control.ts";
export { defaultControlPath, stateFolder, type Surroundings } from "./control/folders.ts";
export { HostLock } from "./control/lock.ts";
export { NewFolders } from "./control/new_folders.ts";
export { makePrivateFolder } from "./control/private_folder.ts";
export { type ControlRequest, DEFAULT_LOG_LINES, MAX_LOG_LINES } from "./control/protocol.ts";
export { ControlServer, type ControlServerOptions, type ControlVerb, type ControlVerbs } from "./control/server.ts";
export { declaredSecrets } from "./declared_secrets.ts";
export {
  DEFAULT_ENVIRONMENT,
  type EnvironmentPolicy,
  HANDED_DOWN_VARIABLES,
  programEnvironment,
} from "./environment.ts";
export type { Cause } from "./failure/cause.ts";
export type { Complaint } from "./failure/complaints.ts";
export { type Diagnosis, PLAIN_DIAGNOSIS } from "./failure/diagnosis.ts";
export { Fleet, type FleetMember } from "./fleet.ts";
export type { Sight } from "./guard/guard.ts";
export type { TreeProcess } from "./guard/tree.ts";
export { HOST_ERROR_CODES, HostError, type HostErrorCode } from "./host_error.ts";
export type {
  Enforcement,
  LimitName,
  LimitsStatus,
  LimitStatus,
  ProcessLimits,
  Violation,
  ViolationCode,
} from "./limits/limit_status.ts";
export type { LogLevel } from "./logs/level.ts";
export type { KeptLine, LogStream } from "./logs/line_ring.ts";
export { type FollowOptions, type LogLine, type LogOptions, LogStore } from "./logs/log_store.ts";
export type { FileOptions } from "./logs/rotated_file.ts";
export type { OutputSink, OutputStream } from "./output_tail.ts";
export {
  exposition,
  HOST_METRICS,
  inSeconds,
  type Metric,
  type Sample,
  SERVICE_METRICS,
  serviceCounter,
  serviceGauge,
} from "./metrics/exposition.ts";
export { CallTimes } from "./metrics/call_times.ts";
export { Process, type ProcessCommand } from "./process.ts";
export { type ServiceInstance, type ServiceOptions, SupervisedService } from "./service.ts";
export { eventText, type ServiceEvent } from "./service_event.ts";
export { DEFAULT_STARTUP_TIMEOUT_MS, start } from "./start.ts";
export {
  type ProgramOutput,
  START_ERROR_CODES,
  START_ERROR_MEANINGS,
  StartError,
  type StartErrorCode,
  type StartErrorOptions,
} from "./start_error.ts";
export type { ProcessLog, Program, StartOptions } from "./start_options.ts";
export type { FailureStatus, HostStatusBase, ServiceStatusBase, UsageStatus } from "./status.ts";
export type { StopOptions, StopReport } from "./stopping.ts";
export { type BackoffOptions, DEFAULT_BACKOFF } from "./supervisor/backoff.ts";
export type { Failure, Lifecycle, LifecycleEvent, State } from "./supervisor/lifecycle.ts";
export type { Sign } from "./supervisor/liveness.ts";
export { type Progress, signOf } from "./supervisor/progress.ts";
export {
  DEFAULT_LIVENESS,
  DEFAULT_RESTART,
  type LivenessSettings,
  RESTART_POLICIES,
  type RestartPolicy,
  type RestartSettings,
} from "./supervisor/settings.ts";
export {
  type Ending,
  FinalLaunchError,
  type Instance,
  type StopReason,
  Supervisor,
  type SupervisorOptions,
} from "./supervisor/supervisor.ts";
