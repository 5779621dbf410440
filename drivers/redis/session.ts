/**
 * A session: all methods on one connection.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { queryMethods } from "./commands.ts";
import type { RedisConnection } from "./connection.ts";
import { elementMethods } from "./elements.ts";
import { keyMethods } from "./keys.ts";
import { schemaMethods } from "./keyspaces.ts";

/** The methods of every session; DBFlux's settings show them before any session is open. */
export const METHODS = [
  "execute",
  "schema",
  "listDatabases",
  "setActiveDatabase",
  "activeDatabase",
  "schemaForDatabase",
  "kvScanKeys",
  "kvGetKey",
  "kvBulkGet",
  "kvSetKey",
  "kvDeleteKey",
  "kvExistsKey",
  "kvKeyType",
  "kvKeyTtl",
  "kvExpireKey",
  "kvPersistKey",
  "kvRenameKey",
  "kvHashSet",
  "kvHashDelete",
  "kvListSet",
  "kvListPush",
  "kvListRemove",
  "kvSetAdd",
  "kvSetRemove",
  "kvZSetAdd",
  "kvZSetRemove",
  "kvStreamAdd",
  "kvStreamDelete",
  "ping",
  "close",
] as const;

/** The session of a connection, which it closes. */
export function createSession(connection: RedisConnection): Required<Pick<Session, typeof METHODS[number]>> {
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
