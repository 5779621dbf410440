/**
 * A client for drivers that run their database in a separate process and talk to it as a host does.
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
  type SecretKeeper,
  type SessionCalls,
  type SessionRequest,
  type Statement,
} from "@fluxwire/wire/client";
