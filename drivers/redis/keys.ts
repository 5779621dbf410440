/**
 * Requests about whole keys: finds, reads, sets, removes and renames them, and sets their time to live.
 *
 * @module
 */
import {
  type Context,
  DriverError,
  type KeyEntry,
  type KeyGetResult,
  type KeySetRequest,
  type KeyType,
  type Session,
} from "@fluxwire/sdk";
import type { RedisConnection, RunOptions } from "./connection.ts";
import { readEntries, toKeyType, type WantedFacts } from "./key_facts.ts";
import { toBytes, toWritable } from "./key_text.ts";
import { MAX_STRING_BYTES, readValue } from "./key_value.ts";
import type { Command } from "./command.ts";
import { ErrorReply } from "./redis.ts";
import { scanKeys } from "./scan.ts";

type KeyMethods = Pick<
  Session,
  | "kvScanKeys"
  | "kvGetKey"
  | "kvBulkGet"
  | "kvSetKey"
  | "kvDeleteKey"
  | "kvExistsKey"
  | "kvKeyType"
  | "kvKeyTtl"
  | "kvExpireKey"
  | "kvPersistKey"
  | "kvRenameKey"
>;

/** The methods on whole keys. */
export function keyMethods(connection: RedisConnection): Required<KeyMethods> {
  const answersOne = async (command: Command, { keyspace }: { keyspace?: number | null }, { signal }: Context) =>
    await connection.call(command, { signal, database: keyspace }) === "1";
  return {
    kvScanKeys: (request, { signal }) => scanKeys(connection, request, signal),
    kvGetKey: async (request, { signal }) => {
      const [result] = await readKeys(connection, [request.key], request, { signal, database: request.keyspace });
      return result ?? missing(request.key);
    },
    kvBulkGet: (request, { signal }) =>
      readKeys(connection, request.keys, request, { signal, database: request.keyspace }),
    kvSetKey: (request, { signal }) => setKey(connection, request, { signal, database: request.keyspace }),
    kvDeleteKey: (request, context) => answersOne(["UNLINK", toWritable(request.key)], request, context),
    kvExistsKey: (request, context) => answersOne(["EXISTS", toBytes(request.key)], request, context),
    kvKeyType: async ({ key, keyspace }, { signal }) => {
      const reply = await connection.call(["TYPE", toBytes(key)], { signal, database: keyspace });
      return toKeyType(reply) ?? missing(key);
    },
    kvKeyTtl: async ({ key, keyspace }, { signal }) => {
      const seconds = Number(await connection.call(["TTL", toBytes(key)], { signal, database: keyspace }));
      return seconds === -2 ? missing(key) : seconds;
    },
    kvExpireKey: (request, context) =>
      answersOne(["EXPIRE", toWritable(request.key), String(request.ttlSeconds)], request, context),
    kvPersistKey: (request, context) => answersOne(["PERSIST", toWritable(request.key)], request, context),
    kvRenameKey: async ({ fromKey, toKey, keyspace }, { signal }) => {
      const command = ["RENAMENX", toWritable(fromKey), toWritable(toKey)];
      if (await connection.call(command, { signal, database: keyspace }) === "1" || fromKey === toKey) return;
      throw new DriverError("Driver", `Cannot rename key ${fromKey}: ${toKey} exists; delete it first`);
    },
  };
}

/** Keys with their values, in their order; null for missing keys. */
async function readKeys(
  connection: RedisConnection,
  keys: readonly string[],
  wanted: WantedFacts,
  options: RunOptions,
): Promise<(KeyGetResult | null)[]> {
  const names = keys.map(toBytes);
  const entries = await readEntries(connection, names, { ...wanted, includeType: true }, options);
  const results: (KeyGetResult | null)[] = [];
  for (const [i, entry] of entries.entries()) {
    const result = entry === null ? null : await withValue(connection, names[i]!, entry, options);
    if (result !== null && !wanted.includeType) result.entry.keyType = null;
    results.push(result);
  }
  return results;
}

async function withValue(
  connection: RedisConnection,
  key: Uint8Array,
  entry: KeyEntry,
  options: RunOptions,
): Promise<KeyGetResult | null> {
  // Without a type, the key does not exist or the user may not run TYPE; a single request shows which.
  const type = entry.keyType ?? toKeyType(await connection.call(["TYPE", key], options));
  const found = type === null ? null : await readValue(connection, key, type, options);
  if (found === null) return null;
  const shownType = type === "String" && found.repr === "Binary" ? "Bytes" : type;
  return { entry: { ...entry, keyType: shownType }, ...found };
}

async function setKey(connection: RedisConnection, request: KeySetRequest, options: RunOptions): Promise<void> {
  const { key, value, repr, ttlSeconds, condition } = request;
  if (repr === "Structured" || repr === "Stream") {
    const text = `Cannot set key ${key}: a collection is not set as a whole; add and remove its elements`;
    throw new DriverError("InvalidRequest", text);
  }
  const length = await refuseOtherType(connection, key, options);
  const command: Command = [
    "SET",
    toWritable(key),
    value,
    ...(ttlSeconds === null || ttlSeconds === undefined ? ["KEEPTTL"] : ["EX", String(ttlSeconds)]),
    ...(condition === "IfNotExists" ? ["NX"] : condition === "IfExists" ? ["XX"] : []),
  ];
  // GET refuses another type in the moment of the change. Redis 6.0 does not know it, a user may lack the right, and it
  // sends the old value.
  const isGuarded = condition !== "IfNotExists" && !(length > MAX_STRING_BYTES);
  const [guarded] = !isGuarded ? [] : await connection.pipeline([[...command, "GET"]], options);
  if (guarded instanceof ErrorReply && guarded.message.startsWith("WRONGTYPE")) throw otherType(key, null);
  const isPlain = guarded === undefined || guarded instanceof ErrorReply;
  const reply = isPlain ? await connection.call(command, options) : guarded;
  if (reply !== null || (!isPlain && condition !== "IfExists")) return;
  throw new DriverError(
    "Driver",
    `Cannot set key ${key}: it ${condition === "IfExists" ? "does not exist" : "exists"}`,
  );
}

/**
 * SET would replace a collection silently. STRLEN knows one too, where the user may not ask for the type.
 *
 * @returns The length of the value in bytes; NaN if unknown.
 */
async function refuseOtherType(connection: RedisConnection, key: string, options: RunOptions): Promise<number> {
  const name = toWritable(key),
    [reply, length] = await connection.pipeline([["TYPE", name], ["STRLEN", name]], options);
  const type = toKeyType(reply), isOther = length instanceof ErrorReply && length.message.startsWith("WRONGTYPE");
  if (!isOther && (type === null || type === "String")) {
    return typeof length === "string" ? Number(length) : NaN;
  }
  throw otherType(key, type);
}

function otherType(key: string, type: KeyType | null): DriverError {
  const what = type === null ? "another type" : `type ${type}`;
  return new DriverError("Driver", `Cannot set key ${key}: it holds a value of ${what}; delete it first`);
}

function missing(key: string): never {
  throw new DriverError("Driver", `No such key: ${key}`);
}
