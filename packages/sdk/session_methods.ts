/**
 * The methods that the sessions of a driver can have, as declared before any session is open.
 *
 * @module
 */
import { METHODS } from "./methods/table.ts";
import type { Session } from "./methods/session.ts";

/** The methods that a session can have: their names, or the class of the sessions. */
export type SessionMethods = readonly (keyof Session)[] | { readonly prototype: Session };

/** An object with members named like a session's methods. */
export type MethodsThere = Readonly<Partial<Record<keyof Session, unknown>>>;

/** The name of every method that a session can have, in the order of the protocol. */
export const METHOD_NAMES: readonly (keyof Session)[] = [
  ...new Set(Object.values(METHODS).map(({ name }) => name).filter((name) => name !== null)),
  "ping",
  "cleanupAfterCancel",
  "close",
];

/**
 * The methods that sessions can have. Of a class, these are its own and inherited methods, but not its fields.
 *
 * @throws {TypeError} for an unknown name, and for a value that is neither a list nor a class.
 */
export function methodsThere(methods: SessionMethods): MethodsThere {
  const names = namesIn(methods);
  const unknown = names.find((name) => !METHOD_NAMES.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `Cannot define driver: a session has no method ${JSON.stringify(unknown)}; it can have ${
        METHOD_NAMES.join(", ")
      }`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, true]));
}

function namesIn(methods: SessionMethods): readonly (keyof Session)[] {
  if (Array.isArray(methods)) return methods;
  const { prototype } = Object(methods) as { prototype?: unknown };
  if (typeof prototype === "object" && prototype !== null) return METHOD_NAMES.filter((name) => name in prototype);
  throw new TypeError("Cannot define driver: methods takes a list of names, or the class of the sessions");
}
