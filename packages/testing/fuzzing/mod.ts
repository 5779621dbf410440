/**
 * Fuzzing of any driver: sequences of extreme requests and broken bytes derived from a seed, and the rules that tell
 * which reactions are defects.
 *
 * @example Forty sequences against a driver, in the same process
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { createLog, defineDriver, form, serve } from "@fluxwire/sdk";
 * import { Fuzzer } from "@fluxwire/testing/fuzzing";
 * import { openClient, sessionRequest } from "@fluxwire/wire/client";
 * import { MemoryListener, SYSTEM_CLOCK } from "@fluxwire/transport";
 *
 * const driver = defineDriver({
 *   id: "echo", name: "Echo", version: "1.0.0", description: "Gives statements back",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "echo",
 *   form: form({}),
 *   open: () => ({ execute: ({ sql }) => ({ rows: [{ sql }] }) }),
 * });
 * const listener = new MemoryListener();
 * await using _serving = await serve(driver, { socket: listener, log: createLog("error", () => {}) });
 * const client = await openClient(listener.connect());
 * const { layout, version } = client;
 * const session = sessionRequest(client);
 * client.close();
 *
 * const fuzzer = new Fuzzer({
 *   token: null,
 *   dial: () => Promise.resolve(listener.connect()),
 *   ending: () => Promise.resolve(null),
 *   residentBytes: () => Promise.resolve(null),
 *   restart: () => Promise.resolve(false),
 * }, {
 *   seed: 1,
 *   greetings: [{ layout, version, session }],
 *   runs: 40,
 *   durationMs: null,
 *   maxFindings: 1,
 *   answerMs: 2_000,
 *   maxGrowthBytes: 100_000_000,
 *   clock: SYSTEM_CLOCK,
 *   signal: AbortSignal.timeout(60_000),
 * });
 * const { runs, findings } = await fuzzer.run();
 * deepStrictEqual([runs, findings], [40, []]);
 * ```
 *
 * @module
 */
export { type Finding, findingText } from "./finding.ts";
export { type FuzzEnd, Fuzzer, type FuzzOptions, type FuzzReport } from "./fuzzer.ts";
export { type Oracle, ORACLES, type Violation } from "./oracle.ts";
export { fromReproducer, toReproducer } from "./reproducer.ts";
export type { Opening, Sequence, Step } from "./sequence.ts";
export type { Splice } from "./splices.ts";
export type { Greeting, Subject } from "./subject.ts";
