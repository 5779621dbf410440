/**
 * Keys with their values and expiry times, in memory.
 *
 * @module
 */
import type { KeyEntry, KeyGetResult, KeyType, ValueRepr } from "@fluxwire/wire";
import { DriverError } from "@fluxwire/sdk";
import type { MockClock } from "../mock_clock.ts";
import { missing } from "./store.ts";

/** An entry of a stream. */
export interface StreamEntry {
  /** Its id: milliseconds and a number. */
  id: string;
  /** Its fields, in order. */
  fields: readonly (readonly [string, string])[];
}

/** The values of keys, by the name of their type. */
export interface Contents {
  String: { bytes: Uint8Array; repr: ValueRepr };
  Hash: Map<string, string>;
  List: string[];
  Set: Set<string>;
  SortedSet: Map<string, number>;
  Stream: StreamEntry[];
}

type Kind = keyof Contents;

/** The value of a key and when it expires. */
type Held = { [K in Kind]: { type: K; content: Contents[K]; endsAt: number | null } }[Kind];

const EMPTY: { readonly [K in Kind]: () => Contents[K] } = {
  String: () => ({ bytes: new Uint8Array(), repr: "Text" }),
  Hash: () => new Map(),
  List: () => [],
  Set: () => new Set(),
  SortedSet: () => new Map(),
  Stream: () => [],
};

/** The properties of a key that a request wants. */
export type Wanted = Record<"includeType" | "includeTtl" | "includeSize", boolean>;

/** One keyspace. Expired keys no longer exist. */
export class Keyspace {
  readonly #clock: MockClock;
  readonly #held = new Map<string, Held>();

  constructor(clock: MockClock) {
    this.#clock = clock;
  }

  /** The keys, in order. */
  get keys(): string[] {
    return [...this.#held.keys()].filter((key) => this.#find(key) !== undefined).toSorted();
  }

  /** Whether a key exists. */
  has(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  /** Sets a string. */
  setString(key: string, bytes: Uint8Array, repr: ValueRepr, ttlSeconds: number | null): void {
    this.#held.set(key, { type: "String", content: { bytes, repr }, endsAt: this.#end(ttlSeconds) });
  }

  /** The value of a key, created if it is missing. @throws {DriverError} `Driver` if it has another type. */
  open<K extends Kind>(key: string, type: K): Contents[K] {
    const held = this.#find(key) ?? { type, content: EMPTY[type](), endsAt: null } as Held;
    if (held.type !== type) {
      throw new DriverError("Driver", `Cannot use key ${key} as ${type}: it holds a ${held.type}`);
    }
    this.#held.set(key, held);
    return held.content as Contents[K];
  }

  /** Removes a key; returns whether it existed. */
  delete(key: string): boolean {
    return this.has(key) && this.#held.delete(key);
  }

  /** Removes a collection that has become empty, as Redis does. */
  prune(key: string): void {
    const { content } = this.#get(key);
    if (("size" in content ? content.size : "length" in content ? content.length : 1) === 0) this.#held.delete(key);
  }

  /** Renames a key, and replaces a key of the new name. */
  rename(from: string, to: string): void {
    const held = this.#get(from);
    this.#held.delete(from);
    this.#held.set(to, held);
  }

  /** Lets a key expire after so many seconds, or never. */
  expire(key: string, ttlSeconds: number | null): void {
    this.#get(key).endsAt = this.#end(ttlSeconds);
  }

  /** The seconds until a key expires; -1 for never. */
  ttl(key: string): number {
    const { endsAt } = this.#get(key);
    return endsAt === null ? -1 : Math.ceil((endsAt - this.#clock.now()) / 1000);
  }

  /** The type of a key's value. */
  type(key: string): KeyType {
    const held = this.#get(key);
    if (held.type !== "String") return held.type;
    return held.content.repr === "Binary" ? "Bytes" : held.content.repr === "Json" ? "Json" : "String";
  }

  /** A key and the requested properties. */
  entry(key: string, wanted: Wanted): KeyEntry {
    return {
      key,
      keyType: wanted.includeType ? this.type(key) : null,
      ttlSeconds: wanted.includeTtl ? BigInt(this.ttl(key)) : null,
      sizeBytes: wanted.includeSize ? BigInt(toBytes(this.#get(key)).length) : null,
    };
  }

  /** A key with its value. */
  read(key: string, wanted: Wanted): KeyGetResult {
    const held = this.#get(key);
    const repr = held.type === "String" ? held.content.repr : held.type === "Stream" ? "Stream" : "Structured";
    return { entry: this.entry(key, wanted), value: toBytes(held), repr };
  }

  #get(key: string): Held {
    return this.#find(key) ?? missing("key", key);
  }

  #find(key: string): Held | undefined {
    const held = this.#held.get(key);
    if (held?.endsAt != null && held.endsAt <= this.#clock.now()) this.#held.delete(key);
    return this.#held.get(key);
  }

  #end(ttlSeconds: number | null): number | null {
    return ttlSeconds === null ? null : this.#clock.now() + ttlSeconds * 1000;
  }
}

/** Collections are sent as JSON, in the form of DBFlux's own Redis driver. */
function toBytes(held: Held): Uint8Array {
  if (held.type === "String") return held.content.bytes;
  return new TextEncoder().encode(JSON.stringify(toJson(held)));
}

function toJson(held: Exclude<Held, { type: "String" }>): unknown {
  switch (held.type) {
    case "Hash":
      return Object.fromEntries(held.content);
    case "SortedSet": {
      const members = [...held.content].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
      return members.map(([member, score]) => ({ member, score: String(score) }));
    }
    case "Stream":
      return held.content.map(({ id, fields }) => ({ id, fields: Object.fromEntries(fields) }));
    default:
      return [...held.content];
  }
}
