/**
 * The typed client of a driver: Hello, sessions, calls with deadlines. Works over any {@link Transport}.
 *
 * @module
 */
export type { Clock } from "../clock.ts";
export type { Answer, AnswerEnvelope, Method } from "./answers.ts";
export { ANSWERS } from "./answers.ts";
export { type ClientOptions, DriverClient, openClient, type OpenOptions, type SessionRequest } from "./client.ts";
export type { ExchangeCallOptions } from "./exchange.ts";
export type { CallOptions } from "./in_flight.ts";
export { formFields, profileJson, type ProfileOptions, sessionRequest } from "./profile.ts";
export { ClientSession, type Statement } from "./session.ts";
