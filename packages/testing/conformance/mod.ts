/**
 * Checks that hold any driver against PROTOCOL.md: which there are, how they are run, and reports of what they found.
 *
 * @module
 */
export { type CheckTable, type Suite, SUITES } from "./check.ts";
export { CHECKS, checksOf, withNeeds } from "./checks.ts";
export { applyExpectations, type Expectation, parseExpectations } from "./expectations.ts";
export { htmlReport } from "./report/html.ts";
export { junitReport } from "./report/junit.ts";
export { isClean, type Summary, summaryOf, summaryText } from "./report/summary.ts";
export { runChecks } from "./runner/run_checks.ts";
export type { Subject } from "./runner/subject.ts";
export type { CheckResult } from "./runner/verdict.ts";
