/**
 * The typed client of a driver: Hello, sessions, calls with deadlines. Works over any {@link Transport}.
 *
 * @module
 */
export type { Answer, AnswerEnvelope, Method } from "./answers.ts";
export { ANSWERS } from "./answers.ts";
export { type ClientOptions, DriverClient, openClient, type OpenOptions, type SessionRequest } from "./client.ts";
export type { ExchangeCallOptions } from "./exchange.ts";
export { helloOf, helloVersion } from "./handshake.ts";
export type { CallOptions } from "./in_flight.ts";
export { formFields, profileJson, type ProfileOptions, sessionRequest } from "./profile.ts";
export type { Plain, With } from "./calls/call.ts";
export type { CodeGenerationCalls } from "./calls/code_generation.ts";
export type { KeyValueCalls } from "./calls/key_value.ts";
export type { HandledResult, QueryCalls, Statement } from "./calls/query.ts";
export type { RowCalls } from "./calls/rows.ts";
export type { Place, SchemaCalls } from "./calls/schema.ts";
export { ClientSession, type SessionCalls } from "./session.ts";
