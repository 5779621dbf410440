/**
 * The requests of a session and the methods that answer them: one line each.
 *
 * @module
 */
import { uncrossable } from "@fluxwire/wire";
import { CODE_GENERATION_METHODS } from "./code_generation.ts";
import { KEY_VALUE_METHODS } from "./key_value.ts";
import { type Method, optional, type RequestName } from "./method.ts";
import { QUERY_METHODS } from "./query.ts";
import { ROW_METHODS } from "./rows.ts";
import { SCHEMA_METHODS } from "./schema.ts";

/** What the connection itself answers. */
type OwnRequest = "Hello" | "OpenSession" | "CloseSession" | "Cancel" | "CancelActive";

/** What never arrives: the requests that {@link uncrossable} lets never cross. */
type ImpossibleRequest = "UpdateDocument" | "InsertDocument" | "DeleteDocument";

/** Every request that runs on a session. A request that the protocol has and this table lacks does not compile. */
export const METHODS: Readonly<Record<Exclude<RequestName, OwnRequest | ImpossibleRequest>, Method>> = {
  Ping: optional("ping", { type: "Pong" }),
  CleanupAfterCancel: optional("cleanupAfterCancel", { type: "CleanupComplete" }),
  ...QUERY_METHODS,
  ...SCHEMA_METHODS,
  ...ROW_METHODS,
  ...KEY_VALUE_METHODS,
  ...CODE_GENERATION_METHODS,
};

const OWN: ReadonlySet<string> = new Set<OwnRequest>([
  "Hello",
  "OpenSession",
  "CloseSession",
  "Cancel",
  "CancelActive",
]);

/** The method that answers a request; undefined where none can. */
export function methodOf(request: string): Method | undefined {
  return Object.hasOwn(METHODS, request) ? METHODS[request as keyof typeof METHODS] : undefined;
}

/** Whether the protocol has a request: one that cannot be read is then a wrong request, and no unknown method. */
export function isKnown(request: string | null): boolean {
  if (request === null) return false;
  return OWN.has(request) || Object.hasOwn(METHODS, request) || neverArrives(request);
}

function neverArrives(request: string): boolean {
  return uncrossable("request").some(({ message, crosses }) => crosses === "never" && message === request);
}
