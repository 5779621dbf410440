//! Collections of documents.

use crate::dto;
use crate::dto::schema::DatabaseInfo;

dto! {
    /// The schema of a document database.
    struct DocumentSchema {
        /// The databases of the server; empty if there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent without one.
        current_database: Option<String>,
        /// The collections of the current database.
        collections: Vec<CollectionInfo>,
    }

    /// A collection of documents.
    struct CollectionInfo {
        /// Without the database.
        name: String,
        /// The database it is in.
        database: Option<String>,
        /// How many documents it has, perhaps an estimate; absent if unknown.
        document_count: Option<u64>,
        /// Bytes of an average document; absent if unknown.
        avg_document_size: Option<u64>,
        /// The fields found by sampling; absent if not loaded.
        sample_fields: Option<Vec<FieldInfo>>,
        /// Absent if not loaded.
        indexes: Option<Vec<CollectionIndexInfo>>,
        /// The rule that documents must satisfy, as a JSON Schema.
        validator: Option<String>,
        /// Whether its size is fixed.
        is_capped: bool,
        /// How the host shows its contents.
        presentation: CollectionPresentation [since V0_5 default DataGrid],
        /// The nodes below it.
        child_items: Option<Vec<CollectionChildInfo>> [since V0_5],
    }

    /// An item below a collection, such as a log stream.
    struct CollectionChildInfo {
        /// The driver's name for it.
        id: String,
        /// The name that users see.
        label: String,
        /// When its last event was, in milliseconds since 1970; absent if unknown.
        last_event_ts_ms: Option<i64>,
        /// How the host shows its contents.
        presentation: CollectionPresentation,
    }

    /// How the host shows a collection.
    enum CollectionPresentation {
        /// Rows and columns.
        DataGrid,
        /// Events in order of time.
        EventStream,
        /// Objects in folders.
        ObjectBrowser [since V0_7_0],
    }

    /// An index of a collection.
    struct CollectionIndexInfo {
        /// The name in its collection.
        name: String,
        /// Pairs of a field and how it is indexed, in the order of the index.
        keys: Vec<(String, IndexDirection)>,
        /// Whether documents must differ in at least one of its fields.
        is_unique: bool,
        /// Whether it leaves out documents without its fields.
        is_sparse: bool,
        /// Seconds after which a document is removed; absent if it is kept.
        expire_after_seconds: Option<u64>,
    }

    /// How an index orders or treats a field.
    enum IndexDirection {
        /// Smallest first.
        Ascending,
        /// Largest first.
        Descending,
        /// By its words.
        Text,
        /// By its hash.
        Hashed,
        /// As a place on a plane.
        Geo2d,
        /// As a place on a sphere.
        Geo2dSphere,
    }

    /// A field found by sampling documents.
    struct FieldInfo {
        /// The name, with dots if it is inside another field.
        name: String,
        /// The type it mostly has.
        common_type: String,
        /// The share of documents that have it, 0 to 1; absent if unknown.
        occurrence_rate: Option<f32>,
        /// Its own fields, if it is a document.
        nested_fields: Option<Vec<Box<FieldInfo>>>,
    }
}
