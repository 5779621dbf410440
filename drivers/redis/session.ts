/**
 * A session: all methods on one connection.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { queryMethods } from "./commands.ts";
import type { RedisConnection } from "./connection.ts";
import { elementMethods } from "./elements.ts";
import { isForbidden, toRefusal } from "./failure.ts";
import { keyMethods } from "./keys.ts";
import { schemaMethods } from "./keyspaces.ts";
import { ErrorReply } from "./redis.ts";

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
      const [reply] = await connection.pipeline([["PING"]], { signal });
      // A server that refuses is alive.
      if (reply instanceof ErrorReply && !isForbidden(reply)) throw toRefusal(reply);
    },
    close: () => connection.close(),
  };
}
