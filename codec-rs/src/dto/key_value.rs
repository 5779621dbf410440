//! Key-value stores.

use crate::dto;
use crate::schema::Bytes;

dto! {
    /// Asks for a page of keys.
    struct KeyScanRequest {
        cursor: Option<String>,
        filter: Option<String>,
        limit: u32,
        keyspace: Option<u32>,
    }

    /// A page of keys.
    struct KeyScanPage {
        entries: Vec<KeyEntry>,
        next_cursor: Option<String>,
    }

    /// A key and what is known of it.
    struct KeyEntry {
        key: String,
        key_type: Option<KeyType>,
        ttl_seconds: Option<i64>,
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
        Unknown,
    }

    /// Asks for the value of a key.
    struct KeyGetRequest {
        key: String,
        keyspace: Option<u32>,
        include_type: bool,
        include_ttl: bool,
        include_size: bool,
    }

    /// A key with its value.
    struct KeyGetResult {
        entry: KeyEntry,
        /// The bytes of the value.
        value: Bytes,
        repr: ValueRepr,
    }

    /// How the bytes of a value are to be read.
    enum ValueRepr {
        Text,
        Json,
        Binary,
        Structured,
        Stream,
    }

    /// Asks for the values of several keys.
    struct KeyBulkGetRequest {
        keys: Vec<String>,
        keyspace: Option<u32>,
        include_type: bool,
        include_ttl: bool,
        include_size: bool,
    }

    /// Sets the value of a key.
    struct KeySetRequest {
        key: String,
        value: Bytes,
        repr: ValueRepr,
        keyspace: Option<u32>,
        ttl_seconds: Option<u64>,
        condition: SetCondition,
    }

    /// When a value is set.
    enum SetCondition {
        Always,
        IfNotExists,
        IfExists,
    }

    /// Removes a key.
    struct KeyDeleteRequest {
        key: String,
        keyspace: Option<u32>,
    }

    /// Asks whether a key exists.
    struct KeyExistsRequest {
        key: String,
        keyspace: Option<u32>,
    }

    /// Asks for the type of a key.
    struct KeyTypeRequest {
        key: String,
        keyspace: Option<u32>,
    }

    /// Asks how long a key still lives.
    struct KeyTtlRequest {
        key: String,
        keyspace: Option<u32>,
    }

    /// Lets a key end after some seconds.
    struct KeyExpireRequest {
        key: String,
        ttl_seconds: u64,
        keyspace: Option<u32>,
    }

    /// Keeps a key for good.
    struct KeyPersistRequest {
        key: String,
        keyspace: Option<u32>,
    }

    /// Renames a key.
    struct KeyRenameRequest {
        from_key: String,
        to_key: String,
        keyspace: Option<u32>,
    }

    /// Sets fields of a hash.
    struct HashSetRequest {
        key: String,
        fields: Vec<(String, String)>,
        keyspace: Option<u32>,
    }

    /// Removes fields of a hash.
    struct HashDeleteRequest {
        key: String,
        fields: Vec<String>,
        keyspace: Option<u32>,
    }

    /// An end of a list.
    enum ListEnd {
        Head,
        Tail,
    }

    /// Sets an element of a list.
    struct ListSetRequest {
        key: String,
        index: i64,
        value: String,
        keyspace: Option<u32>,
    }

    /// Adds elements to a list.
    struct ListPushRequest {
        key: String,
        values: Vec<String>,
        end: ListEnd,
        keyspace: Option<u32>,
    }

    /// Removes elements of a list.
    struct ListRemoveRequest {
        key: String,
        value: String,
        count: i64,
        keyspace: Option<u32>,
    }

    /// Adds members to a set.
    struct SetAddRequest {
        key: String,
        members: Vec<String>,
        keyspace: Option<u32>,
    }

    /// Removes members of a set.
    struct SetRemoveRequest {
        key: String,
        members: Vec<String>,
        keyspace: Option<u32>,
    }

    /// Adds members with scores to a sorted set.
    struct ZSetAddRequest {
        key: String,
        members: Vec<(String, f64)>,
        keyspace: Option<u32>,
    }

    /// Removes members of a sorted set.
    struct ZSetRemoveRequest {
        key: String,
        members: Vec<String>,
        keyspace: Option<u32>,
    }

    /// The id of a new stream entry.
    enum StreamEntryId {
        Auto,
        Explicit(String),
    }

    /// How long a stream may grow.
    struct StreamMaxLen {
        count: u64,
        approximate: bool,
    }

    /// Adds an entry to a stream.
    struct StreamAddRequest {
        key: String,
        id: StreamEntryId,
        fields: Vec<(String, String)>,
        maxlen: Option<StreamMaxLen>,
        keyspace: Option<u32>,
    }

    /// Removes entries of a stream.
    struct StreamDeleteRequest {
        key: String,
        ids: Vec<String>,
        keyspace: Option<u32>,
    }
}
