/**
 * Key-value stores.
 *
 * @module
 */
import type {
  HashDeleteRequest,
  HashSetRequest,
  KeyBulkGetRequest,
  KeyDeleteRequest,
  KeyExistsRequest,
  KeyExpireRequest,
  KeyGetRequest,
  KeyGetResult,
  KeyPersistRequest,
  KeyRenameRequest,
  KeyScanPage,
  KeyScanRequest,
  KeySetRequest,
  KeyTtlRequest,
  KeyType,
  KeyTypeRequest,
  ListPushRequest,
  ListRemoveRequest,
  ListSetRequest,
  SetAddRequest,
  SetRemoveRequest,
  StreamAddRequest,
  StreamDeleteRequest,
  ZSetAddRequest,
  ZSetRemoveRequest,
} from "@fluxwire/wire";
import type { Context } from "./context.ts";
import { type Method, method, type RequestName } from "./method.ts";

/** What works on keys. Writes that give nothing have succeeded. */
export interface KeyValueMethods {
  /** A page of keys. The real client asks for the first page when it opens a keyspace. */
  kvScanKeys?(request: KeyScanRequest, context: Context): KeyScanPage | Promise<KeyScanPage>;
  /** A key with its value. */
  kvGetKey?(request: KeyGetRequest, context: Context): KeyGetResult | Promise<KeyGetResult>;
  /** The values of several keys, in their order; null where there is none. */
  kvBulkGet?(request: KeyBulkGetRequest, context: Context): (KeyGetResult | null)[] | Promise<(KeyGetResult | null)[]>;
  /** Sets the value of a key. */
  kvSetKey?(request: KeySetRequest, context: Context): void | Promise<void>;
  /** Removes a key; false where there was none. */
  kvDeleteKey?(request: KeyDeleteRequest, context: Context): boolean | Promise<boolean>;
  /** Whether a key exists. */
  kvExistsKey?(request: KeyExistsRequest, context: Context): boolean | Promise<boolean>;
  /** The type of a key's value. */
  kvKeyType?(request: KeyTypeRequest, context: Context): KeyType | Promise<KeyType>;
  /** The seconds a key still lives; -1 for ever, null where it is not known. */
  kvKeyTtl?(request: KeyTtlRequest, context: Context): number | null | Promise<number | null>;
  /** Lets a key end; false where there is none. */
  kvExpireKey?(request: KeyExpireRequest, context: Context): boolean | Promise<boolean>;
  /** Keeps a key for good; false where it had no end. */
  kvPersistKey?(request: KeyPersistRequest, context: Context): boolean | Promise<boolean>;
  /** Renames a key. */
  kvRenameKey?(request: KeyRenameRequest, context: Context): void | Promise<void>;
  /** Sets fields of a hash. */
  kvHashSet?(request: HashSetRequest, context: Context): void | Promise<void>;
  /** Removes fields of a hash; false where there were none. */
  kvHashDelete?(request: HashDeleteRequest, context: Context): boolean | Promise<boolean>;
  /** Sets an element of a list. */
  kvListSet?(request: ListSetRequest, context: Context): void | Promise<void>;
  /** Adds elements to a list. */
  kvListPush?(request: ListPushRequest, context: Context): void | Promise<void>;
  /** Removes elements of a list; false where there were none. */
  kvListRemove?(request: ListRemoveRequest, context: Context): boolean | Promise<boolean>;
  /** Adds members to a set; false where all were there. */
  kvSetAdd?(request: SetAddRequest, context: Context): boolean | Promise<boolean>;
  /** Removes members of a set; false where there were none. */
  kvSetRemove?(request: SetRemoveRequest, context: Context): boolean | Promise<boolean>;
  /** Adds members to a sorted set; false where all were there. */
  kvZSetAdd?(request: ZSetAddRequest, context: Context): boolean | Promise<boolean>;
  /** Removes members of a sorted set; false where there were none. */
  kvZSetRemove?(request: ZSetRemoveRequest, context: Context): boolean | Promise<boolean>;
  /** Adds an entry to a stream; gives its id. */
  kvStreamAdd?(request: StreamAddRequest, context: Context): string | Promise<string>;
  /** Removes entries of a stream; gives how many there were. */
  kvStreamDelete?(request: StreamDeleteRequest, context: Context): number | bigint | Promise<number | bigint>;
}

/** The requests about keys. */
export const KEY_VALUE_METHODS: Readonly<Record<Extract<RequestName, `Kv${string}`>, Method>> = {
  KvScanKeys: method<"KvScanKeys", "kvScanKeys">("kvScanKeys", ({ request }) => [request], (page) => ({
    type: "KvScanResult",
    page,
  })),
  KvGetKey: method<"KvGetKey", "kvGetKey">("kvGetKey", ({ request }) => [request], (result) => ({
    type: "KvGetResult",
    result,
  })),
  KvBulkGet: method<"KvBulkGet", "kvBulkGet">("kvBulkGet", ({ request }) => [request], (results) => ({
    type: "KvBulkGetResult",
    results,
  })),
  KvSetKey: method<"KvSetKey", "kvSetKey">("kvSetKey", ({ request }) => [request], succeeded),
  KvDeleteKey: method<"KvDeleteKey", "kvDeleteKey">("kvDeleteKey", ({ request }) => [request], answered),
  KvExistsKey: method<"KvExistsKey", "kvExistsKey">("kvExistsKey", ({ request }) => [request], answered),
  KvKeyType: method<"KvKeyType", "kvKeyType">("kvKeyType", ({ request }) => [request], asJsonText),
  KvKeyTtl: method<"KvKeyTtl", "kvKeyTtl">("kvKeyTtl", ({ request }) => [request], asJsonText),
  KvExpireKey: method<"KvExpireKey", "kvExpireKey">("kvExpireKey", ({ request }) => [request], answered),
  KvPersistKey: method<"KvPersistKey", "kvPersistKey">("kvPersistKey", ({ request }) => [request], answered),
  KvRenameKey: method<"KvRenameKey", "kvRenameKey">("kvRenameKey", ({ request }) => [request], succeeded),
  KvHashSet: method<"KvHashSet", "kvHashSet">("kvHashSet", ({ request }) => [request], succeeded),
  KvHashDelete: method<"KvHashDelete", "kvHashDelete">("kvHashDelete", ({ request }) => [request], answered),
  KvListSet: method<"KvListSet", "kvListSet">("kvListSet", ({ request }) => [request], succeeded),
  KvListPush: method<"KvListPush", "kvListPush">("kvListPush", ({ request }) => [request], succeeded),
  KvListRemove: method<"KvListRemove", "kvListRemove">("kvListRemove", ({ request }) => [request], answered),
  KvSetAdd: method<"KvSetAdd", "kvSetAdd">("kvSetAdd", ({ request }) => [request], answered),
  KvSetRemove: method<"KvSetRemove", "kvSetRemove">("kvSetRemove", ({ request }) => [request], answered),
  KvZSetAdd: method<"KvZSetAdd", "kvZSetAdd">("kvZSetAdd", ({ request }) => [request], answered),
  KvZSetRemove: method<"KvZSetRemove", "kvZSetRemove">("kvZSetRemove", ({ request }) => [request], answered),
  KvStreamAdd: method<"KvStreamAdd", "kvStreamAdd">("kvStreamAdd", ({ request }) => [request], (value) => ({
    type: "KvStringResult",
    value,
  })),
  KvStreamDelete: method<"KvStreamDelete", "kvStreamDelete">("kvStreamDelete", ({ request }) => [request], (count) => ({
    type: "KvU64Result",
    value: BigInt(count),
  })),
};

function succeeded() {
  return { type: "KvBoolResult" as const, value: true };
}

function answered(value: boolean) {
  return { type: "KvBoolResult" as const, value };
}

/** A key's type and time to live travel as JSON text (PROTOCOL.md#methods). */
function asJsonText(value: KeyType | number | null) {
  return { type: "KvStringResult" as const, value: JSON.stringify(value) };
}
