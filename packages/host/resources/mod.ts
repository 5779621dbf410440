/**
 * What a service may use, and who sees to it.
 *
 * @module
 */
export type { TreeProcess } from "../guard/tree.ts";
export type { ServiceLimits } from "../service.ts";
export { AppliedLimits, type LimitOptions } from "./applied_limits.ts";
export type {
  Enforcement,
  LimitedProcess,
  LimitName,
  LimitsStatus,
  LimitStatus,
  Violation,
  ViolationCode,
} from "./limit_status.ts";
