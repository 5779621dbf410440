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

/** What every session can do; DBFlux's settings show it before there is one. */
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
