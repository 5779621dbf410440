/**
 * The requests about keys.
 *
 * @module
 */
import type { KeyScanPage, KeyScanRequest, StreamAddRequest } from "@fluxwire/wire";
import { DriverError, type MethodsOf } from "@fluxwire/sdk";
import { Keyspace } from "./keyspace.ts";
import type { MockClock } from "../mock_clock.ts";

/** The number of keyspaces. */
const KEYSPACES = 4;

/** Adds keys of every type, so that a browser of the store shows each. */
function fill(keys: Keyspace): void {
  const utf8 = new TextEncoder();
  keys.setString("greeting", utf8.encode("Hello, Zoë"), "Text", null);
  keys.setString("settings", utf8.encode('{"theme":"dark"}'), "Json", null);
  keys.setString("blob", Uint8Array.of(0, 255, 16), "Binary", null);
  keys.setString("session:1", utf8.encode("ada"), "Text", 3_600);
  keys.open("user:1", "Hash").set("name", "Ada").set("role", "admin");
  keys.open("queue", "List").push("first", "second", "third");
  keys.open("tags", "Set").add("red").add("green");
  keys.open("scores", "SortedSet").set("grace", 2.5).set("ada", 10);
  keys.open("log", "Stream").push({ id: "1700000000000-0", fields: [["event", "started"]] });
}

/** A new key-value store, whose first keyspace is filled. */
export function keyValueMethods(clock: MockClock): Required<MethodsOf<"keys">> {
  const spaces = Array.from({ length: KEYSPACES }, () => new Keyspace(clock));
  fill(spaces[0]!);
  const of = ({ keyspace }: { keyspace?: number | null }): Keyspace => spaces[keyspace ?? 0] ?? noKeyspace(keyspace!);
  return {
    kvScanKeys: (request) => scan(of(request), request),
    kvGetKey: (request) => of(request).read(request.key, request),
    kvBulkGet: (request) => request.keys.map((key) => of(request).has(key) ? of(request).read(key, request) : null),
    kvSetKey(request) {
      const { key, value, repr, ttlSeconds, condition } = request;
      if (repr === "Structured" || repr === "Stream") {
        throw new DriverError("InvalidRequest", `Cannot set key ${key}: a collection cannot be set as a whole`);
      }
      const isThere = of(request).has(key);
      if (condition !== "Always" && isThere === (condition === "IfNotExists")) {
        throw new DriverError("Driver", `Cannot set key ${key}: it ${isThere ? "exists" : "does not exist"}`);
      }
      of(request).setString(key, value.slice(), repr, ttlSeconds == null ? null : Number(ttlSeconds));
    },
    kvDeleteKey: (request) => of(request).delete(request.key),
    kvExistsKey: (request) => of(request).has(request.key),
    kvKeyType: (request) => of(request).type(request.key),
    kvKeyTtl: (request) => of(request).ttl(request.key),
    kvExpireKey(request) {
      if (!of(request).has(request.key)) return false;
      of(request).expire(request.key, Number(request.ttlSeconds));
      return true;
    },
    kvPersistKey(request) {
      if (!of(request).has(request.key) || of(request).ttl(request.key) === -1) return false;
      of(request).expire(request.key, null);
      return true;
    },
    kvRenameKey: (request) => of(request).rename(request.fromKey, request.toKey),
    kvHashSet(request) {
      const hash = of(request).open(request.key, "Hash");
      for (const [field, value] of request.fields) hash.set(field, value);
    },
    kvHashDelete: (request) => remove(of(request), request.key, "Hash", request.fields),
    kvListSet(request) {
      const list = of(request).open(request.key, "List");
      const index = Number(request.index) + (request.index < 0n ? list.length : 0);
      if (!(index in list)) {
        throw new DriverError("Driver", `Cannot set ${request.key}[${request.index}]: out of range`);
      }
      list[index] = request.value;
    },
    kvListPush(request) {
      const list = of(request).open(request.key, "List");
      if (request.end === "Tail") list.push(...request.values);
      else list.unshift(...request.values.toReversed());
    },
    kvListRemove: (request) => removeFromList(of(request), request.key, request.value, Number(request.count)),
    kvSetAdd(request) {
      const set = of(request).open(request.key, "Set"), before = set.size;
      for (const member of request.members) set.add(member);
      return set.size > before;
    },
    kvSetRemove: (request) => remove(of(request), request.key, "Set", request.members),
    kvZSetAdd(request) {
      const set = of(request).open(request.key, "SortedSet"), before = set.size;
      for (const [member, score] of request.members) set.set(member, score);
      return set.size > before;
    },
    kvZSetRemove: (request) => remove(of(request), request.key, "SortedSet", request.members),
    kvStreamAdd: (request) => addToStream(of(request), request, clock),
    kvStreamDelete(request) {
      const stream = of(request).open(request.key, "Stream"), before = stream.length;
      stream.splice(0, before, ...stream.filter(({ id }) => !request.ids.includes(id)));
      return before - stream.length;
    },
  };
}

/** A page of keys in order; the cursor is the last key of the previous page. */
function scan(keys: Keyspace, { cursor, filter, limit }: KeyScanRequest): KeyScanPage {
  const source = [...filter ?? "*"].map((c) => c === "*" ? ".*" : c === "?" ? "." : RegExp.escape(c)).join("");
  const pattern = new RegExp(`^${source}$`, "su");
  const found = keys.keys.filter((key) => (!cursor || key > cursor) && pattern.test(key));
  const page = found.slice(0, Math.max(1, limit));
  const wanted = { includeType: true, includeTtl: true, includeSize: true };
  return {
    entries: page.map((key) => keys.entry(key, wanted)),
    nextCursor: page.length < found.length ? page.at(-1)! : null,
  };
}

function remove(keys: Keyspace, key: string, type: "Hash" | "Set" | "SortedSet", members: readonly string[]): boolean {
  const removed = members.filter((member) => keys.open(key, type).delete(member));
  keys.prune(key);
  return removed.length > 0;
}

/** As in Redis: a positive count from the head, a negative one from the tail, 0 for all. */
function removeFromList(keys: Keyspace, key: string, value: string, count: number): boolean {
  const list = keys.open(key, "List");
  const indexes = [...list.keys()].filter((i) => list[i] === value);
  const chosen = new Set(count === 0 ? indexes : count > 0 ? indexes.slice(0, count) : indexes.slice(count));
  list.splice(0, list.length, ...list.filter((_, i) => !chosen.has(i)));
  keys.prune(key);
  return chosen.size > 0;
}

function addToStream(keys: Keyspace, { key, id, fields, maxlen }: StreamAddRequest, clock: MockClock): string {
  const stream = keys.open(key, "Stream");
  const last = idParts(stream.at(-1)?.id ?? "0-0");
  const ms = Math.max(clock.now(), last[0]);
  const next = id.type === "Explicit" ? idParts(id.value) : [ms, ms === last[0] ? last[1] + 1 : 0] as const;
  if (next[0] < last[0] || (next[0] === last[0] && next[1] <= last[1])) {
    throw new DriverError("Driver", `Cannot add to stream ${key}: id ${next.join("-")} is not above ${last.join("-")}`);
  }
  stream.push({ id: next.join("-"), fields });
  if (maxlen) stream.splice(0, Math.max(0, stream.length - Number(maxlen.count)));
  return next.join("-");
}

function idParts(id: string): readonly [number, number] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(id);
  if (match === null) {
    throw new DriverError("InvalidRequest", `Cannot use stream id ${id}: expected milliseconds-number`);
  }
  return [Number(match[1]), Number(match[2] ?? 0)];
}

function noKeyspace(number: number): never {
  throw new DriverError("Driver", `No such keyspace: ${number}; expected 0 to ${KEYSPACES - 1}`);
}
