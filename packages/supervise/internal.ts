/**
 * For Fluxwire's own packages only: it may change with any release.
 *
 * @module
 */
export { complaintOf } from "./failure/complaints.ts";
export { explained } from "./failure/explain.ts";
export { canGuard, GuardedLaunch } from "./guard/guard.ts";
export type { TreeProcess } from "./guard/tree.ts";
export { faultOfProgram, type ProgramCommand } from "./failure/program.ts";
export { AppliedLimits, type LimitOptions } from "./limits/applied_limits.ts";
export type { LimitedProcess } from "./limits/limit_status.ts";
