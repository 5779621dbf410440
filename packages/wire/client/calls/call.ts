/**
 * How a session's method becomes a request, and its answer a result: the line from which the tables of calls are made.
 *
 * @module
 */
import type { DriverRequestBody } from "../../dto.ts";
import type { Answer, Method } from "../answers.ts";
import type { CallOptions } from "../in_flight.ts";

/** A call of a session, seen by what it sends and takes. */
export interface Call {
  /** Whether it has a parameter before its options. */
  hasParameter: boolean;
  /** The request. */
  body(parameter: unknown): DriverRequestBody;
  /** What the caller gets of the answer. */
  result(answer: unknown): unknown;
}

/** A table that has a call for each method of an interface. */
export type CallTable<Calls> = Readonly<Record<keyof Calls, Call>>;

/** The body of a request, without its name. */
type Parts<M extends Method> = Omit<Extract<DriverRequestBody, { type: M }>, "type">;

/** A call without a parameter. */
export function plainCall<M extends Method>(method: M, result: (answer: Answer<M>) => unknown): Call {
  const body = { type: method } as DriverRequestBody;
  return { hasParameter: false, body: () => body, result: result as Call["result"] };
}

/** A call with a parameter, from which the request's parts are made. */
export function call<M extends Method, P>(
  method: M,
  parts: (parameter: P) => Parts<M>,
  result: (answer: Answer<M>) => unknown,
): Call {
  const body = (parameter: unknown) => ({ type: method, ...parts(parameter as P) }) as DriverRequestBody;
  return { hasParameter: true, body, result: result as Call["result"] };
}

/** A call whose parameter is the request's member `request`. */
export function requestCall<M extends Method>(method: M, result: (answer: Answer<M>) => unknown): Call {
  const body = (request: unknown) => ({ type: method, request }) as DriverRequestBody;
  return { hasParameter: true, body, result: result as Call["result"] };
}

/** A method without a parameter. */
export type Plain<R> = (options?: CallOptions) => Promise<R>;

/** A method with a parameter. */
export type With<P, R> = (parameter: P, options?: CallOptions) => Promise<R>;
