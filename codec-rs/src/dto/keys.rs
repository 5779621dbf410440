//! Keys of a key-value store: finding, reading, writing, keeping.

use crate::dto;
use crate::schema::Bytes;

dto! {
    /// The schema of a key-value store.
    struct KeyValueSchema {
        /// The keyspaces; the host shows one with number 0 if the list is empty.
        keyspaces: Vec<KeySpaceInfo>,
        /// The number of the keyspace in use.
        current_keyspace: Option<u32>,
    }

    /// A numbered keyspace.
    struct KeySpaceInfo {
        /// The number, shown as `db0` and so on.
        db_index: u32,
        /// How many keys it has; absent if unknown.
        key_count: Option<u64>,
        /// Bytes of memory it takes; absent if unknown.
        memory_bytes: Option<u64>,
        /// The average time to live of keys with an end, in seconds; absent if unknown.
        avg_ttl_seconds: Option<u64>,
    }

    /// Asks for a page of keys.
    struct KeyScanRequest {
        /// The end of the previous page; absent for the first page.
        cursor: Option<String>,
        /// A pattern such as `*text*`; absent if unlimitedy key.
        filter: Option<String>,
        /// How many keys are wanted; the real host requests 100 by default.
        limit: u32,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// A page of keys.
    struct KeyScanPage {
        /// The keys of the page, possibly none.
        entries: Vec<KeyEntry>,
        /// The cursor of the next page; absent on the last.
        next_cursor: Option<String>,
    }

    /// A key and its facts.
    struct KeyEntry {
        /// The full name.
        key: String,
        /// Absent if not requested.
        key_type: Option<KeyType>,
        /// Seconds until the key ends; absent without an end, or if not requested.
        ttl_seconds: Option<i64>,
        /// Bytes the value takes; absent if not requested.
        size_bytes: Option<u64>,
    }

    /// The type of a key's value.
    enum KeyType {
        String,
        Bytes,
        Hash,
        List,
        Set,
        SortedSet,
        Json,
        Stream,
        /// Any other type.
        Unknown,
    }

    /// Asks for the value of a key.
    struct KeyGetRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
        /// Whether the answer should have the type.
        include_type: bool,
        /// Whether the answer should have the time to live.
        include_ttl: bool,
        /// Whether the answer should have the size.
        include_size: bool,
    }

    /// A key with its value.
    struct KeyGetResult {
        /// The key, with the requested facts.
        entry: KeyEntry,
        /// The bytes of the value.
        value: Bytes,
        /// How to read the bytes.
        repr: ValueRepr,
    }

    /// How to read the bytes of a value.
    enum ValueRepr {
        /// UTF-8.
        Text,
        /// A JSON text that was stored as JSON.
        Json,
        /// Bytes of unknown format.
        Binary,
        /// A hash, list or set, written as JSON.
        Structured,
        /// The entries of a stream, written as a JSON array of objects with `id` and `fields`.
        Stream,
    }

    /// Asks for the values of several keys.
    struct KeyBulkGetRequest {
        /// The keys, in the order of the answers.
        keys: Vec<String>,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
        /// Whether the answers should have the type.
        include_type: bool,
        /// Whether the answers should have the time to live.
        include_ttl: bool,
        /// Whether the answers should have the size.
        include_size: bool,
    }

    /// Sets the value of a key.
    struct KeySetRequest {
        /// The key, new or not.
        key: String,
        /// The bytes to store.
        value: Bytes,
        /// How to read the bytes.
        repr: ValueRepr,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
        /// Seconds until the key ends, from now; no end if absent.
        ttl_seconds: Option<u64>,
        /// When the value is set.
        condition: SetCondition,
    }

    /// When a value is set.
    enum SetCondition {
        /// Whether the key exists or not.
        Always,
        /// Only if the key is new.
        IfNotExists,
        /// Only if the key exists.
        IfExists,
    }

    /// Removes a key.
    struct KeyDeleteRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Asks whether a key exists.
    struct KeyExistsRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Asks for the type of a key.
    struct KeyTypeRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Asks how long a key still lives.
    struct KeyTtlRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Sets a key's time to live in seconds.
    struct KeyExpireRequest {
        /// The full name.
        key: String,
        /// Seconds until the key ends, from now.
        ttl_seconds: u64,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Removes a key's time to live.
    struct KeyPersistRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Renames a key.
    struct KeyRenameRequest {
        /// The current name.
        from_key: String,
        /// The new name.
        to_key: String,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }
}
