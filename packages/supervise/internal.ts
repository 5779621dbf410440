/**
 * For Fluxwire's own packages only: it may change with any release.
 *
 * @module
 */
export { complaintOf } from "./failure/complaints.ts";
export { explained } from "./failure/explain.ts";
export { GuardedLaunch } from "./guard/guard.ts";
export { faultOfProgram, type ProgramCommand } from "./failure/program.ts";
