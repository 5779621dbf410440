/**
 * A session: everything that works on one connection.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { queryMethods } from "./commands.ts";
import type { RedisConnection } from "./connection.ts";
import { elementMethods } from "./elements.ts";
import { keyMethods } from "./keys.ts";
import { schemaMethods } from "./keyspaces.ts";

/** The session of a connection, which it closes. */
export function createSession(connection: RedisConnection): Session {
  return {
    ...queryMethods(connection),
    ...schemaMethods(connection),
    ...keyMethods(connection),
    ...elementMethods(connection),
    ping: async ({ signal }) => {
      await connection.call(["PING"], { signal });
    },
    close: () => connection.close(),
  };
}
