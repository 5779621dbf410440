/**
 * What is known of a key beside its value: its type, how long it lives, what it takes.
 *
 * @module
 */
import type { KeyEntry, KeyType } from "@fluxwire/sdk";
import type { RedisConnection, RunOptions } from "./connection.ts";
import type { Command, Reply } from "./link.ts";
import { toText } from "./key_text.ts";

/** Which facts are wanted. */
export interface WantedFacts {
  /** The type of the value. */
  includeType: boolean;
  /** The time to live. */
  includeTtl: boolean;
  /** The bytes that key and value take in memory. */
  includeSize: boolean;
}

/** What TYPE says, in the wire's words. The types of modules, JSON among them, are Unknown. */
const TYPES: Readonly<Record<string, KeyType>> = {
  string: "String",
  hash: "Hash",
  list: "List",
  set: "Set",
  zset: "SortedSet",
  stream: "Stream",
};

/** The type from the answer to TYPE; null where there is no key, or the user may not ask. */
export function toKeyType(reply: Reply | undefined): KeyType | null {
  if (!(reply instanceof Uint8Array)) return null;
  const name = new TextDecoder().decode(reply);
  if (name === "none") return null;
  return Object.hasOwn(TYPES, name) ? TYPES[name]! : "Unknown";
}

/** Entries of keys, in their order, read in one go. What the user may not ask is absent. */
export async function readEntries(
  connection: RedisConnection,
  keys: readonly Uint8Array[],
  wanted: WantedFacts,
  options: RunOptions,
): Promise<KeyEntry[]> {
  const questions = (key: Uint8Array): Command[] => [
    ...(wanted.includeType ? [["TYPE", key]] : []),
    ...(wanted.includeTtl ? [["TTL", key]] : []),
    ...(wanted.includeSize ? [["MEMORY", "USAGE", key]] : []),
  ];
  const commands = keys.flatMap(questions);
  const replies = (commands.length === 0 ? [] : await connection.pipeline(commands, options)).values();
  return keys.map((key) => ({
    key: toText(key),
    keyType: wanted.includeType ? toKeyType(replies.next().value) : null,
    ttlSeconds: wanted.includeTtl ? toCount(replies.next().value) : null,
    sizeBytes: wanted.includeSize ? toCount(replies.next().value) : null,
  }));
}

/** An integer that counts something; null for the negative ones, which say that there is nothing to count. */
function toCount(reply: Reply | undefined): bigint | null {
  return typeof reply === "string" && !reply.startsWith("-") ? BigInt(reply) : null;
}
