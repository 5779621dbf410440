/**
 * The values of keys, by their type: strings as bytes, collections as JSON in the form of DBFlux's own Redis driver.
 *
 * @module
 */
import { DriverError, type KeyGetResult, type KeyType, type ValueRepr } from "@fluxwire/sdk";
import type { RedisConnection, RunOptions } from "./connection.ts";
import { isForbidden, toRefusal } from "./failure.ts";
import { toText, toUtf8 } from "./key_text.ts";
import { ErrorReply } from "./redis.ts";
import type { Command, Reply } from "./command.ts";

/** The most elements of a collection that are read at once. */
export const MAX_ELEMENTS = 100_000;
/** The longest string that is read, in bytes. */
export const MAX_STRING_BYTES: number = 16 * 2 ** 20;

/** The most memory of a collection that is read: more than any takes whose elements an answer can hold. */
const MAX_MEMORY_BYTES: number = 4 * MAX_STRING_BYTES;

/** A value: the members of a {@link KeyGetResult} that depend on it. */
export type KeyValue = Pick<KeyGetResult, "value" | "repr">;

/** How to read the value of a type. */
interface Reading {
  /** The command that counts. */
  measure: string;
  /** The largest count that is read. */
  limit: number;
  /** The unit of the count. */
  unit: string;
  /** The command for larger values. */
  remedy: string;
  /** The command that reads everything. */
  read(key: Uint8Array): Command;
  /** Converts the reply to the value of the answer. */
  show(reply: Reply): KeyValue;
}

const READINGS: Readonly<Partial<Record<KeyType, Reading>>> = {
  String: {
    measure: "STRLEN",
    limit: MAX_STRING_BYTES,
    unit: "bytes",
    remedy: "GETRANGE",
    read: (key) => ["GET", key],
    show: (reply) => fromString(bytesOf(reply)),
  },
  Hash: collection("HLEN", "HSCAN", (key) => ["HGETALL", key], (reply) => {
    return `{${pairs(reply).map(([field, value]) => `${jsonText(field)}:${jsonText(value)}`).join(",")}}`;
  }),
  List: collection("LLEN", "LRANGE", (key) => ["LRANGE", key, "0", "-1"], jsonList),
  Set: collection("SCARD", "SSCAN", (key) => ["SMEMBERS", key], jsonList),
  SortedSet: collection("ZCARD", "ZRANGE", (key) => ["ZRANGE", key, "0", "-1", "WITHSCORES"], (reply) => {
    return `[${pairs(reply).map(([member, score]) => `{"member":${jsonText(member)},"score":${jsonText(score)}}`)}]`;
  }),
  Stream: collection("XLEN", "XRANGE", (key) => ["XRANGE", key, "-", "+"], jsonEntries, "Stream"),
};

/**
 * The value of a key; for a module's type, the result of DUMP.
 *
 * @returns The value; null if the key no longer exists.
 * @throws {DriverError} `Driver` for a value over the limits; the message says how to read a part.
 */
export async function readValue(
  connection: RedisConnection,
  key: Uint8Array,
  type: KeyType,
  options: RunOptions,
): Promise<KeyValue | null> {
  const reading = READINGS[type];
  if (reading === undefined) {
    const dump = await connection.call(["DUMP", key], options);
    return dump === null ? null : { value: bytesOf(dump), repr: "Binary" };
  }
  const [count] = await connection.pipeline([[reading.measure, key]], options);
  // A user may have the right to read a value and none to measure it.
  if (count instanceof ErrorReply && !isForbidden(count)) throw toRefusal(count);
  const refuse = (size: number, limit: number, unit: string): void => {
    if (!(size > limit)) return;
    throw new DriverError(
      "Driver",
      `Cannot show key ${toText(key)}: ${size} ${unit} exceed ${limit}; use ${reading.remedy}`,
    );
  };
  refuse(Number(count), reading.limit, reading.unit);
  if (type !== "String") {
    // Few elements can be large: all of them would be in memory before the answer is found to be too long.
    const [memory] = await connection.pipeline([["MEMORY", "USAGE", key, "SAMPLES", "0"]], options);
    if (typeof memory === "string") refuse(Number(memory), MAX_MEMORY_BYTES, "bytes of memory");
  }
  const reply = await connection.call(reading.read(key), options);
  // Only a stream can be empty: the key has ended meanwhile.
  const isGone = reply === null || (Array.isArray(reply) && reply.length === 0 && type !== "Stream");
  if (isGone) return null;
  const shown = reading.show(reply);
  refuse(shown.value.length, MAX_STRING_BYTES, "bytes");
  return shown;
}

function collection(
  measure: string,
  remedy: string,
  read: Reading["read"],
  toJson: (reply: Reply) => string,
  repr: ValueRepr = "Structured",
): Reading {
  const show = (reply: Reply) => ({ value: new TextEncoder().encode(toJson(reply)), repr });
  return { measure, limit: MAX_ELEMENTS, unit: "elements", remedy, read, show };
}

function fromString(value: Uint8Array): KeyValue {
  const text = toUtf8(value);
  if (text === null) return { value, repr: "Binary" };
  return { value, repr: isJsonDocument(text) ? "Json" : "Text" };
}

/** Whether a text is a JSON object or array. Numbers and quoted words are more likely not meant as JSON. */
function isJsonDocument(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function jsonList(reply: Reply): string {
  return `[${listOf(reply).map(jsonText)}]`;
}

/** The entries of a stream: objects with `id` and `fields`. */
function jsonEntries(reply: Reply): string {
  return `[${
    listOf(reply).map((entry) => {
      const [id, fields] = listOf(entry);
      return `{"id":${jsonText(id!)},"fields":{${jsonFields(fields!)}}}`;
    })
  }]`;
}

/** The fields of an entry. A name can be there again, of which readers of JSON would show the last value alone. */
function jsonFields(fields: Reply): string[] {
  const names = new Set<string>(), times = new Map<string, number>();
  return pairs(fields).map(([field, value]) => {
    const own = toText(bytesOf(field));
    let name = own;
    for (let time = times.get(own) ?? 1; names.has(name); time++) {
      name = `[again ${time}] ${own}`;
      times.set(own, time + 1);
    }
    names.add(name);
    return `${JSON.stringify(name)}:${jsonText(value)}`;
  });
}

/** Two by two. */
function pairs(reply: Reply): [Reply, Reply][] {
  const list = listOf(reply);
  return Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i]!, list[2 * i + 1]!]);
}

function jsonText(reply: Reply): string {
  return JSON.stringify(toText(bytesOf(reply)));
}

function listOf(reply: Reply): Reply[] {
  if (Array.isArray(reply)) return reply;
  throw new TypeError(`Cannot read reply: expected a list, received ${typeof reply}`);
}

function bytesOf(reply: Reply): Uint8Array {
  if (reply instanceof Uint8Array) return reply;
  throw new TypeError(`Cannot read reply: expected bytes, received ${typeof reply}`);
}
