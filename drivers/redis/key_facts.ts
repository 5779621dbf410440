/**
 * The facts about a key besides its value: type, time to live and size.
 *
 * @module
 */
import type { KeyEntry, KeyType } from "@fluxwire/sdk";
import type { RedisConnection, RunOptions } from "./connection.ts";
import type { Command, Reply } from "./command.ts";
import { toText } from "./key_text.ts";

/** The requested facts. */
export interface WantedFacts {
  /** The type of the value. */
  includeType: boolean;
  /** The time to live. */
  includeTtl: boolean;
  /** The bytes that key and value take in memory. */
  includeSize: boolean;
}

/** The wire's names of the types in TYPE. The types of modules, including JSON, are Unknown. */
const TYPES: Readonly<Record<string, KeyType>> = {
  string: "String",
  hash: "Hash",
  list: "List",
  set: "Set",
  zset: "SortedSet",
  stream: "Stream",
};

/** The type from the answer to TYPE; null if the key does not exist, or the user may not run TYPE. */
export function toKeyType(reply: Reply | undefined): KeyType | null {
  if (!(reply instanceof Uint8Array)) return null;
  const name = new TextDecoder().decode(reply);
  if (name === "none") return null;
  return Object.hasOwn(TYPES, name) ? TYPES[name]! : "Unknown";
}

/**
 * The entries of keys, in their order, read in one round trip. Facts that the user may not read are absent; a key whose
 * type is asked for and that does not exist, or no longer, is null.
 */
export async function readEntries(
  connection: RedisConnection,
  keys: readonly Uint8Array[],
  wanted: WantedFacts,
  options: RunOptions,
): Promise<(KeyEntry | null)[]> {
  const questions = (key: Uint8Array): Command[] => [
    ...(wanted.includeType ? [["TYPE", key]] : []),
    ...(wanted.includeTtl ? [["TTL", key]] : []),
    ...(wanted.includeSize ? [["MEMORY", "USAGE", key]] : []),
  ];
  const commands = keys.flatMap(questions);
  const replies = (commands.length === 0 ? [] : await connection.pipeline(commands, options)).values();
  return keys.map((key) => {
    const type = wanted.includeType ? replies.next().value : undefined;
    const entry = {
      key: toText(key),
      keyType: toKeyType(type),
      ttlSeconds: wanted.includeTtl ? toCount(replies.next().value) : null,
      sizeBytes: wanted.includeSize ? toCount(replies.next().value) : null,
    };
    return isNone(type) ? null : entry;
  });
}

/** Whether TYPE says that the key does not exist. */
function isNone(reply: Reply | undefined): boolean {
  return reply instanceof Uint8Array && new TextDecoder().decode(reply) === "none";
}

/** A count; null for negative integers, which mean that nothing is counted. */
function toCount(reply: Reply | undefined): bigint | null {
  return typeof reply === "string" && !reply.startsWith("-") ? BigInt(reply) : null;
}
