/**
 * Runs a request on a session, by the protocol's table of methods.
 *
 * @module
 */
import type { DriverRequestBody, DriverResponseBody, MethodSchema } from "@fluxwire/wire";
import { answerBody } from "./answer_forms.ts";
import type { Context } from "./context.ts";
import { checkEqualLists } from "./equal_lists.ts";
import type { Session } from "./session.ts";

/** A request's name. */
export type RequestName = DriverRequestBody["type"];

/** Runs one kind of request on a session. */
export interface Method {
  /** The method that a session must have; null if the SDK can answer without it. */
  name: keyof Session | null;
  /** Runs the request. */
  run(session: Session, body: DriverRequestBody, context: Context): Promise<DriverResponseBody>;
}

/** Runs a request by a named member of the session: a method, or the value that it would return. */
export function methodBy(name: keyof Session, schema: MethodSchema): Method {
  return {
    name: name === "ping" || name === "cleanupAfterCancel" ? null : name,
    async run(session, body, context) {
      checkEqualLists(body);
      const startedAt = performance.now();
      const member: unknown = session[name];
      const given = typeof member === "function"
        ? await member.call(session, ...parametersOf(schema, body), context)
        : member;
      return await answerBody(schema, given, { startedAt, limits: context.answer.limits, signal: context.signal });
    },
  };
}

/**
 * The arguments of a method before its context: none, or one object, whose members are null if the host left them out.
 */
function parametersOf({ parameter, parameters }: MethodSchema, body: DriverRequestBody): unknown[] {
  const fields = body as unknown as Readonly<Record<string, unknown>>;
  if (parameter !== undefined) return [fields[parameter]];
  return parameters === undefined ? [] : [Object.fromEntries(parameters.map((name) => [name, fields[name] ?? null]))];
}
