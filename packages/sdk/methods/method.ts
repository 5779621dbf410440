/**
 * How a request runs on a session: the line from which a method's table is made.
 *
 * @module
 */
import type { DriverRequestBody, DriverResponseBody } from "@fluxwire/wire";
import type { ResultOptions } from "../result.ts";
import type { Context } from "./context.ts";
import type { Session } from "./session.ts";

/** A request's name. */
export type RequestName = DriverRequestBody["type"];

/** The body of a request. */
export type RequestBody<T extends RequestName> = Extract<DriverRequestBody, { type: T }>;

/** What runs a request on a session. */
export interface Method {
  /** The method a session must have; null where the SDK can answer without one. */
  name: keyof Session | null;
  /** Runs it. */
  run(session: Session, body: DriverRequestBody, context: Context): Promise<DriverResponseBody>;
}

/** A session's method, seen by what it takes and gives. */
type Callable<P extends unknown[], R> = (...parameters: [...P, Context]) => R | Promise<R>;

/** The methods that a session may have; its generators may also be a list. */
type Methods = Omit<Required<Session>, "codeGenerators">;

/**
 * A request that needs a method of the session.
 *
 * @param name The method.
 * @param parameters What it takes, from the request's body: a list of none or one.
 * @param answer The answer to what it gives, from that and from what bounds a result.
 */
export function method<T extends RequestName, N extends keyof Methods>(
  name: N,
  parameters: (body: RequestBody<T>) => LeadingParameters<Methods[N]>,
  answer: (
    result: Awaited<ReturnType<Methods[N]>>,
    options: ResultOptions,
  ) => DriverResponseBody | Promise<DriverResponseBody>,
): Method {
  return {
    name,
    async run(session, body, context) {
      const startedAt = performance.now();
      const call = session[name] as Callable<unknown[], Awaited<ReturnType<Methods[N]>>>;
      const result = await call.call(session, ...parameters(body as RequestBody<T>), context);
      return await answer(result, { startedAt, limits: context.answer.limits, signal: context.signal });
    },
  };
}

/** What a method takes before its context. */
type LeadingParameters<F> = F extends (...parameters: [...infer P, Context]) => unknown ? P : never;

/** A request that the SDK answers where the session has no method for it. */
export function optional(name: keyof Session & ("ping" | "cleanupAfterCancel"), answer: DriverResponseBody): Method {
  return {
    name: null,
    async run(session, _, context) {
      await session[name]?.(context);
      return answer;
    },
  };
}
