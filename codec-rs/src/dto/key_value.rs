//! Key-value stores.

use crate::dto;
use crate::schema::Bytes;

dto! {
    /// Asks for a page of keys.
    struct KeyScanRequest {
        /// Where the page before ended; absent for the first page.
        cursor: Option<String>,
        /// A pattern such as `*text*`; absent for every key.
        filter: Option<String>,
        /// How many keys are wanted; the real host asks for 100 unless set otherwise.
        limit: u32,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// A page of keys.
    struct KeyScanPage {
        /// The keys of the page, possibly none.
        entries: Vec<KeyEntry>,
        /// The cursor of the next page; absent on the last.
        next_cursor: Option<String>,
    }

    /// A key and what is known of it.
    struct KeyEntry {
        /// The full name.
        key: String,
        /// Absent where it was not asked for.
        key_type: Option<KeyType>,
        /// Seconds until the key ends; absent where it lives on or was not asked for.
        ttl_seconds: Option<i64>,
        /// Bytes the value takes; absent where it was not asked for.
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
        /// The number of the keyspace; the current one where it is absent.
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
        /// The key, with as much as was asked for.
        entry: KeyEntry,
        /// The bytes of the value.
        value: Bytes,
        /// How the bytes are to be read.
        repr: ValueRepr,
    }

    /// How the bytes of a value are to be read.
    enum ValueRepr {
        /// UTF-8.
        Text,
        /// A JSON text that was stored as such.
        Json,
        /// Bytes of no known form.
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
        /// The number of the keyspace; the current one where it is absent.
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
        /// How the bytes are to be read.
        repr: ValueRepr,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
        /// Seconds until the key ends, from now; it lives on where this is absent.
        ttl_seconds: Option<u64>,
        /// When the value is set.
        condition: SetCondition,
    }

    /// When a value is set.
    enum SetCondition {
        /// Whether the key exists or not.
        Always,
        /// Only where the key is new.
        IfNotExists,
        /// Only where the key is there.
        IfExists,
    }

    /// Removes a key.
    struct KeyDeleteRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Asks whether a key exists.
    struct KeyExistsRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Asks for the type of a key.
    struct KeyTypeRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Asks how long a key still lives.
    struct KeyTtlRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Lets a key end after some seconds.
    struct KeyExpireRequest {
        /// The full name.
        key: String,
        /// Seconds until the key ends, from now.
        ttl_seconds: u64,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Keeps a key for good.
    struct KeyPersistRequest {
        /// The full name.
        key: String,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Renames a key.
    struct KeyRenameRequest {
        /// The present name.
        from_key: String,
        /// The new name.
        to_key: String,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Sets fields of a hash.
    struct HashSetRequest {
        /// The key of the hash.
        key: String,
        /// Pairs of a field and its value.
        fields: Vec<(String, String)>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Removes fields of a hash.
    struct HashDeleteRequest {
        /// The key of the hash.
        key: String,
        /// The names of the fields.
        fields: Vec<String>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// An end of a list.
    enum ListEnd {
        /// Before the first element.
        Head,
        /// After the last element.
        Tail,
    }

    /// Sets an element of a list.
    struct ListSetRequest {
        /// The key of the list.
        key: String,
        /// The place, from 0; -1 is the last element.
        index: i64,
        /// The new element.
        value: String,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Adds elements to a list.
    struct ListPushRequest {
        /// The key of the list.
        key: String,
        /// The elements, in the order they are pushed.
        values: Vec<String>,
        /// Where they are pushed.
        end: ListEnd,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Removes elements of a list.
    struct ListRemoveRequest {
        /// The key of the list.
        key: String,
        /// The element to remove.
        value: String,
        /// How many: from the head where positive, from the tail where negative, all where it is 0.
        count: i64,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Adds members to a set.
    struct SetAddRequest {
        /// The key of the set.
        key: String,
        /// Those already there stay as they are.
        members: Vec<String>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Removes members of a set.
    struct SetRemoveRequest {
        /// The key of the set.
        key: String,
        /// Those not there are passed over.
        members: Vec<String>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Adds members with scores to a sorted set.
    struct ZSetAddRequest {
        /// The key of the sorted set.
        key: String,
        /// Pairs of a member and its score.
        members: Vec<(String, f64)>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Removes members of a sorted set.
    struct ZSetRemoveRequest {
        /// The key of the sorted set.
        key: String,
        /// Those not there are passed over.
        members: Vec<String>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// The id of a new stream entry.
    enum StreamEntryId {
        /// One that the store assigns.
        Auto,
        /// This one, such as `1526919030474-55`.
        Explicit(String),
    }

    /// How long a stream may grow.
    struct StreamMaxLen {
        /// The most entries to keep.
        count: u64,
        /// Whether somewhat more may stay, which is cheaper.
        approximate: bool,
    }

    /// Adds an entry to a stream.
    struct StreamAddRequest {
        /// The key of the stream.
        key: String,
        /// The id of the new entry.
        id: StreamEntryId,
        /// Pairs of a field and its value.
        fields: Vec<(String, String)>,
        /// Removes the oldest entries beyond it; absent keeps all.
        maxlen: Option<StreamMaxLen>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }

    /// Removes entries of a stream.
    struct StreamDeleteRequest {
        /// The key of the stream.
        key: String,
        /// The ids of the entries.
        ids: Vec<String>,
        /// The number of the keyspace; the current one where it is absent.
        keyspace: Option<u32>,
    }
}
