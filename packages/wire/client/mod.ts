/**
 * The typed client of a driver: Hello, sessions, calls with deadlines. Works over any {@link Transport}.
 *
 * @module
 */
export { type Answer, type AnswerEnvelope, ANSWERS, type AnswersByRequest, type Method } from "../method.ts";
export {
  type ClientOptions,
  DriverClient,
  openClient,
  type OpenOptions,
  type SecretKeeper,
  type SessionRequest,
} from "./client.ts";
export type { ExchangeCallOptions } from "./exchange.ts";
export { RpcError } from "../errors.ts";
export { helloOf, helloVersion, WrongLayoutError } from "./handshake.ts";
export type { CallOptions } from "./in_flight.ts";
export { formFields, profileJson, type ProfileOptions, sessionRequest } from "./profile.ts";
export { ClientSession } from "./session.ts";
export type { CalledMethod, CallParameters, Given, SessionCalls, Statement } from "./session_calls.ts";
