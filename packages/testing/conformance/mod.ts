/**
 * Checks that hold any driver to PROTOCOL.md: their tables, how to run them, and reports of the results.
 *
 * @example The core checks on a driver in the same process
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { createLog, defineDriver, form, serve } from "@fluxwire/sdk";
 * import { checksOf, runChecks } from "@fluxwire/testing/conformance";
 * import { sessionRequest } from "@fluxwire/wire/client";
 * import { MemoryListener } from "@fluxwire/transport";
 * import { Secrets } from "@fluxwire/transport/secrets";
 *
 * const driver = defineDriver({
 *   id: "echo", name: "Echo", version: "1.0.0", description: "Gives statements back",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "echo",
 *   form: form({}),
 *   open: () => ({ execute: ({ sql }) => ({ rows: [{ sql }] }) }),
 * });
 * const listener = new MemoryListener();
 * await using _serving = await serve(driver, { socket: listener, log: createLog("error", () => {}) });
 *
 * const results = await runChecks({
 *   dial: () => Promise.resolve(listener.connect()),
 *   token: null,
 *   isTokenItsOwn: false,
 *   sessionRequest: (hello, layout) => sessionRequest({ hello, layout }),
 *   secrets: new Secrets(),
 *   restart: null,
 *   ends: null,
 * }, {
 *   checks: checksOf("core"),
 *   layouts: ["0.7.1"],
 *   deadlineMs: 5_000,
 *   concurrency: 4,
 *   sharesSessions: true,
 *   signal: AbortSignal.timeout(60_000),
 * });
 * // This driver accepts any text as a statement, which one of the checks reports.
 * const failed = results.filter(({ verdict }) => verdict === "failed");
 * deepStrictEqual(failed.map(({ id }) => id), ["queries.nonsense"]);
 * ```
 *
 * @module
 */
export { type Check, type CheckTable, type Suite, SUITES } from "./check.ts";
export { CHECKS, checksOf, withNeeds } from "./checks.ts";
export type { Bench, BenchOptions, SessionKeeper } from "./runner/bench.ts";
export type { Facts } from "./runner/facts.ts";
export type { ErrorBody, HelloBody, HostEnd, Reply, RequestParts } from "./runner/host_end.ts";
export type { OwnTable } from "./runner/own_table.ts";
export { applyExpectations, type Expectation, parseExpectations, type Stale } from "./expectations.ts";
export { type ProtocolSection, protocolSection } from "./protocol_section.ts";
export { junitReport } from "./report/junit.ts";
export { factRows, layoutText, type RunFacts } from "./report/run_facts.ts";
export { isClean, type Summary, summaryOf, summaryText } from "./report/summary.ts";
export { runChecks, type RunOptions } from "./runner/run_checks.ts";
export type { FrameRecord, Recorder } from "./runner/recorder.ts";
export type { Subject } from "./runner/subject.ts";
export type { CheckResult, Verdict } from "./runner/verdict.ts";
