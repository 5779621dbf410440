/**
 * How a request runs on a session, from what the protocol's table says of it.
 *
 * @module
 */
import type { DriverRequestBody, DriverResponseBody, MethodSchema } from "@fluxwire/wire";
import { answerBody } from "./answer_forms.ts";
import type { Context } from "./context.ts";
import type { Session } from "./session.ts";

/** A request's name. */
export type RequestName = DriverRequestBody["type"];

/** What runs a request on a session. */
export interface Method {
  /** The method a session must have; null where the SDK can answer without one. */
  name: keyof Session | null;
  /** Runs it. */
  run(session: Session, body: DriverRequestBody, context: Context): Promise<DriverResponseBody>;
}

/** What runs a request by the session's member of a name: a method, or the value that it would give. */
export function methodBy(name: keyof Session, schema: MethodSchema): Method {
  return {
    name: name === "ping" || name === "cleanupAfterCancel" ? null : name,
    async run(session, body, context) {
      const startedAt = performance.now();
      const member: unknown = session[name];
      const given = typeof member === "function"
        ? await member.call(session, ...parametersOf(schema, body), context)
        : member;
      return await answerBody(schema, given, { startedAt, limits: context.answer.limits, signal: context.signal });
    },
  };
}

/** What a method gets before its context: nothing, or one parameter, whose members are null where the host named none. */
function parametersOf({ parameter, parameters }: MethodSchema, body: DriverRequestBody): unknown[] {
  const fields = body as unknown as Readonly<Record<string, unknown>>;
  if (parameter !== undefined) return [fields[parameter]];
  return parameters === undefined ? [] : [Object.fromEntries(parameters.map((name) => [name, fields[name] ?? null]))];
}
