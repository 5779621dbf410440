/**
 * Calls on key-value stores.
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
} from "../../dto.ts";
import { MalformedError } from "../../errors.ts";
import { type CallTable, requestCall, type With } from "./call.ts";

/** What works on keys. */
export interface KeyValueCalls {
  /** A page of keys. */
  kvScanKeys: With<KeyScanRequest, KeyScanPage>;
  /** A key with its value. */
  kvGetKey: With<KeyGetRequest, KeyGetResult>;
  /** The values of several keys, in their order; null where there is none. */
  kvBulkGet: With<KeyBulkGetRequest, (KeyGetResult | null)[]>;
  /** Sets the value of a key. */
  kvSetKey: With<KeySetRequest, void>;
  /** Removes a key; false where there was none. */
  kvDeleteKey: With<KeyDeleteRequest, boolean>;
  /** Whether a key exists. */
  kvExistsKey: With<KeyExistsRequest, boolean>;
  /** The type of a key's value. */
  kvKeyType: With<KeyTypeRequest, KeyType>;
  /** The seconds a key still lives; -1 for ever, null where it is not known. */
  kvKeyTtl: With<KeyTtlRequest, number | null>;
  /** Lets a key end; false where there is none. */
  kvExpireKey: With<KeyExpireRequest, boolean>;
  /** Keeps a key for good; false where it had no end. */
  kvPersistKey: With<KeyPersistRequest, boolean>;
  /** Renames a key. */
  kvRenameKey: With<KeyRenameRequest, void>;
  /** Sets fields of a hash. */
  kvHashSet: With<HashSetRequest, void>;
  /** Removes fields of a hash; false where there were none. */
  kvHashDelete: With<HashDeleteRequest, boolean>;
  /** Sets an element of a list. */
  kvListSet: With<ListSetRequest, void>;
  /** Adds elements to a list. */
  kvListPush: With<ListPushRequest, void>;
  /** Removes elements of a list; false where there were none. */
  kvListRemove: With<ListRemoveRequest, boolean>;
  /** Adds members to a set; false where all were there. */
  kvSetAdd: With<SetAddRequest, boolean>;
  /** Removes members of a set; false where there were none. */
  kvSetRemove: With<SetRemoveRequest, boolean>;
  /** Adds members to a sorted set; false where all were there. */
  kvZSetAdd: With<ZSetAddRequest, boolean>;
  /** Removes members of a sorted set; false where there were none. */
  kvZSetRemove: With<ZSetRemoveRequest, boolean>;
  /** Adds an entry to a stream; gives its id. */
  kvStreamAdd: With<StreamAddRequest, string>;
  /** Removes entries of a stream; gives how many there were. */
  kvStreamDelete: With<StreamDeleteRequest, bigint>;
}

/** The requests behind them. */
export const KEY_VALUE_CALLS: CallTable<KeyValueCalls> = {
  kvScanKeys: requestCall("KvScanKeys", ({ page }) => page),
  kvGetKey: requestCall("KvGetKey", ({ result }) => result),
  kvBulkGet: requestCall("KvBulkGet", ({ results }) => results),
  kvSetKey: requestCall("KvSetKey", () => undefined),
  kvDeleteKey: requestCall("KvDeleteKey", ({ value }) => value),
  kvExistsKey: requestCall("KvExistsKey", ({ value }) => value),
  kvKeyType: requestCall("KvKeyType", jsonOf),
  kvKeyTtl: requestCall("KvKeyTtl", jsonOf),
  kvExpireKey: requestCall("KvExpireKey", ({ value }) => value),
  kvPersistKey: requestCall("KvPersistKey", ({ value }) => value),
  kvRenameKey: requestCall("KvRenameKey", () => undefined),
  kvHashSet: requestCall("KvHashSet", () => undefined),
  kvHashDelete: requestCall("KvHashDelete", ({ value }) => value),
  kvListSet: requestCall("KvListSet", () => undefined),
  kvListPush: requestCall("KvListPush", () => undefined),
  kvListRemove: requestCall("KvListRemove", ({ value }) => value),
  kvSetAdd: requestCall("KvSetAdd", ({ value }) => value),
  kvSetRemove: requestCall("KvSetRemove", ({ value }) => value),
  kvZSetAdd: requestCall("KvZSetAdd", ({ value }) => value),
  kvZSetRemove: requestCall("KvZSetRemove", ({ value }) => value),
  kvStreamAdd: requestCall("KvStreamAdd", ({ value }) => value),
  kvStreamDelete: requestCall("KvStreamDelete", ({ value }) => value),
};

/** A key's type and time to live travel as JSON text (PROTOCOL.md#methods). */
function jsonOf({ value }: { value: string }): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new MalformedError("read answer", `expected JSON text, found ${JSON.stringify(value)}`, 0, "body.value");
  }
}
