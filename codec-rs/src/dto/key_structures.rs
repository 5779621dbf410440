//! Hashes, lists, sets and streams of a key-value store.

use crate::dto;

dto! {
    /// Sets fields of a hash.
    struct HashSetRequest {
        /// The key of the hash.
        key: String,
        /// Pairs of a field and its value.
        fields: Vec<(String, String)>,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Removes fields of a hash.
    struct HashDeleteRequest {
        /// The key of the hash.
        key: String,
        /// The names of the fields.
        fields: Vec<String>,
        /// The number of the keyspace; the current one if absent.
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
        /// The number of the keyspace; the current one if absent.
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
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Removes elements of a list.
    struct ListRemoveRequest {
        /// The key of the list.
        key: String,
        /// The element to remove.
        value: String,
        /// How many: from the head if positive, from the tail if negative, all if 0.
        count: i64,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Adds members to a set.
    struct SetAddRequest {
        /// The key of the set.
        key: String,
        /// Existing ones stay unchanged.
        members: Vec<String>,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Removes members of a set.
    struct SetRemoveRequest {
        /// The key of the set.
        key: String,
        /// Missing ones are ignored.
        members: Vec<String>,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Adds members with scores to a sorted set.
    struct ZSetAddRequest {
        /// The key of the sorted set.
        key: String,
        /// Pairs of a member and its score.
        members: Vec<(String, f64)>,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Removes members of a sorted set.
    struct ZSetRemoveRequest {
        /// The key of the sorted set.
        key: String,
        /// Missing ones are ignored.
        members: Vec<String>,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// The id of a new stream entry.
    enum StreamEntryId {
        /// An id that the store assigns.
        Auto,
        /// This one, such as `1526919030474-55`.
        Explicit(String),
    }

    /// How long a stream may grow.
    struct StreamMaxLen {
        /// The most entries to keep.
        count: u64,
        /// Whether a few more entries may stay, which is cheaper.
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
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }

    /// Removes entries of a stream.
    struct StreamDeleteRequest {
        /// The key of the stream.
        key: String,
        /// The ids of the entries.
        ids: Vec<String>,
        /// The number of the keyspace; the current one if absent.
        keyspace: Option<u32>,
    }
}
