/**
 * Tools for the tests of drivers: a client in the same process, through memory or a real socket, and a clock that the
 * test moves.
 *
 * @example A test without a socket
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { defineDriver, form } from "@fluxwire/sdk";
 * import { connectInMemory } from "@fluxwire/sdk/testing";
 *
 * const driver = defineDriver({
 *   id: "echo", name: "Echo", version: "1.0.0", description: "Gives statements back",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "echo",
 *   form: form({}),
 *   open: () => ({ execute: ({ sql }) => ({ rows: [{ sql }] }) }),
 * });
 *
 * await using client = await connectInMemory(driver);
 * await using session = await client.open();
 * deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [["SELECT 1"]]);
 * ```
 *
 * @module
 */
export { ManualClock, type ManualTimer } from "@fluxwire/transport";
export type {
  Answer,
  AnswerEnvelope,
  AnswersByRequest,
  CalledMethod,
  CallOptions,
  CallParameters,
  ClientOptions,
  ClientSession,
  DriverClient,
  ExchangeCallOptions,
  Method,
  OpenOptions,
  SecretKeeper,
  SessionCalls,
  SessionRequest,
  Statement,
} from "@fluxwire/wire/client";
export { connectInMemory, type InMemoryOptions } from "./in_memory.ts";
export { OpenedSession, type ParametersOf } from "./opened_session.ts";
export { ServedDriver, type ServedDriverOptions, type TestTransport, TRANSPORTS } from "./served_driver.ts";
