/**
 * The databases of a server, which DBFlux calls keyspaces: `db0` and so on.
 *
 * @module
 */
import { type Context, type DatabaseInfo, DriverError, type KeySpaceInfo, type Session } from "@fluxwire/sdk";
import { ErrorReply } from "./redis.ts";
import type { RedisConnection } from "./connection.ts";
import type { Reply } from "./command.ts";

/** Empty databases are listed up to this number: a server can have thousands. */
const MAX_EMPTY_LISTED = 64;

/** The parts of a structure that Redis has. */
type OwnMethods = Pick<
  Session,
  "schema" | "listDatabases" | "setActiveDatabase" | "activeDatabase" | "schemaForDatabase"
>;

/** The methods that list databases. */
export function schemaMethods(connection: RedisConnection): Required<OwnMethods> {
  return {
    schema: async (context) => ({
      type: "KeyValue",
      keyspaces: await listKeyspaces(connection, context),
      currentKeyspace: connection.currentDatabase,
    }),
    listDatabases: async (context): Promise<DatabaseInfo[]> => {
      const keyspaces = await listKeyspaces(connection, context);
      return keyspaces.map(({ dbIndex }) => ({
        name: `db${dbIndex}`,
        isCurrent: dbIndex === connection.currentDatabase,
      }));
    },
    setActiveDatabase: ({ database }, { signal }) =>
      connection.select(database === null ? connection.initialDatabase : toDatabaseNumber(database), signal),
    activeDatabase: () => `db${connection.currentDatabase}`,
    schemaForDatabase: ({ database }) => {
      return { name: `db${toDatabaseNumber(database)}`, tables: [], views: [] };
    },
  };
}

/**
 * The number of a database from its name, with or without `db`.
 *
 * @throws {DriverError} `InvalidRequest` for other names.
 */
export function toDatabaseNumber(name: string): number {
  const digits = /^(?:db)?(\d{1,9})$/.exec(name)?.[1];
  if (digits !== undefined) return Number(digits);
  throw new DriverError("InvalidRequest", `Cannot use database ${JSON.stringify(name)}: expected db and a number`);
}

/** Facts of one database, from the lines of INFO such as `db0:keys=5,expires=1,avg_ttl=60000`. */
export function parseKeyspaceInfo(info: string): Map<number, KeySpaceInfo> {
  const found = new Map<number, KeySpaceInfo>();
  for (const [, index, keys, ttlMs] of info.matchAll(/^db(\d+):keys=(\d+)(?:.*?avg_ttl=(\d+))?/gm)) {
    const dbIndex = Number(index);
    const avgTtlSeconds = Number(ttlMs ?? 0) > 0 ? BigInt(ttlMs!) / 1000n : null;
    found.set(dbIndex, { dbIndex, keyCount: BigInt(keys!), memoryBytes: null, avgTtlSeconds });
  }
  return found;
}

async function listKeyspaces(connection: RedisConnection, { signal }: Context): Promise<KeySpaceInfo[]> {
  const questions = [["INFO", "keyspace"], ["INFO", "cluster"], ["CONFIG", "GET", "databases"]];
  const [info, cluster, configured] = await connection.pipeline(questions, { signal });
  // Without the right to INFO the counts are unknown, but the databases are still listed.
  const counted = info instanceof Uint8Array ? parseKeyspaceInfo(new TextDecoder().decode(info)) : null;
  const found = counted ?? new Map<number, KeySpaceInfo>();
  // The nodes of a cluster have one database, whatever their configuration says.
  const count = isCluster(cluster) ? 1 : databaseCount(configured);
  const total = Math.max(connection.currentDatabase + 1, count, ...found.keys().map((n) => n + 1));
  const keyCount = counted === null ? null : 0n;
  for (let dbIndex = 0; dbIndex < total; dbIndex++) {
    if (dbIndex >= MAX_EMPTY_LISTED && dbIndex !== connection.currentDatabase) continue;
    if (!found.has(dbIndex)) found.set(dbIndex, { dbIndex, keyCount, memoryBytes: null, avgTtlSeconds: null });
  }
  return [...found.values()].toSorted((a, b) => a.dbIndex - b.dbIndex);
}

function isCluster(info: Reply | undefined): boolean {
  return info instanceof Uint8Array && /^cluster_enabled:1/m.test(new TextDecoder().decode(info));
}

/** The number of the server's databases; 0 if unknown, as with managed servers. */
function databaseCount(reply: Reply | undefined): number {
  if (!Array.isArray(reply) || reply instanceof ErrorReply) return 0;
  const [, count] = reply;
  return count instanceof Uint8Array ? Number(new TextDecoder().decode(count)) || 0 : 0;
}
