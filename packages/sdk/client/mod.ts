/**
 * A client of a driver, for drivers that keep their database in a process of its own and speak with it as a host does.
 *
 * @module
 */
export {
  type Answer,
  type AnswerEnvelope,
  type AnswersByRequest,
  type CalledMethod,
  type CallOptions,
  type CallParameters,
  type ClientOptions,
  ClientSession,
  DriverClient,
  type ExchangeCallOptions,
  type Method,
  openClient,
  type OpenOptions,
  type SessionCalls,
  type SessionRequest,
  type Statement,
} from "@fluxwire/wire/client";
