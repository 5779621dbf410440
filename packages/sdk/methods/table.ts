/**
 * The requests that run on a session and their methods, from the protocol's table.
 *
 * @module
 */
import type { MethodName, METHODS as ALL_METHODS, MethodSchema, MethodsIn } from "@fluxwire/wire";
import { METHOD_TABLE } from "@fluxwire/wire/internal";
import { type Method, methodBy } from "./method.ts";
import type { Session, SessionGroup } from "./session.ts";

/** The methods that the connection itself answers. */
const OWN: ReadonlySet<MethodName> = new Set(["hello", "openSession", "closeSession", "cancel", "cancelActive"]);

/** The requests that run on a session. Writes of documents never arrive (PROTOCOL.md, hazard H4). */
export type SessionRequest =
  | (typeof ALL_METHODS)[MethodsIn<SessionGroup>]["request"]
  | "Ping"
  | "CleanupAfterCancel";

/** Every request that runs on a session, in the order of the protocol. */
export const METHODS: Readonly<Record<SessionRequest, Method>> = Object.fromEntries(
  (Object.entries(METHOD_TABLE) as [MethodName, MethodSchema][])
    .filter(([name, { group }]) => !OWN.has(name) && group !== "documents")
    .map(([name, schema]) => [schema.request, methodBy((schema.by ?? name) as keyof Session, schema)]),
) as Record<SessionRequest, Method>;

const KNOWN: ReadonlySet<string> = new Set(Object.values(METHOD_TABLE).map(({ request }) => request));

/** The method that answers a request; undefined for other requests. */
export function methodOf(request: string): Method | undefined {
  return Object.hasOwn(METHODS, request) ? METHODS[request as SessionRequest] : undefined;
}

/** Whether the protocol has a request. If so, an unreadable one is an invalid request, not an unknown method. */
export function isKnown(request: string | null): boolean {
  return request !== null && KNOWN.has(request);
}
