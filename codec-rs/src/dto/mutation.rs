//! Writes to rows and documents.

use crate::dto;
use crate::dto::browse::SemanticFilter;
use crate::schema::{GapList, Json, Map, Tail, TailList, Value};

dto! {
    /// The record.
    enum RecordIdentity {
        /// A row, by the values of key columns.
        Composite {
            /// The key columns, at least one.
            columns: Vec<String>,
            /// The values, in the same number and order.
            values: Vec<Value>,
        },
        /// A document, by its id.
        ObjectId(String),
        /// A key of a key-value store.
        Key(String),
    }

    /// Changes columns of one row.
    struct RowPatch {
        /// Which row.
        identity: RecordIdentity,
        /// The name, unquoted and without the schema.
        table: String,
        /// The schema of the table; absent without schemas.
        schema: Option<String>,
        /// Pairs of a column and its new value.
        changes: Vec<(String, Value)>,
        /// The type of each change; the real host leaves the list out if it knows none (H6).
        change_types: TailList<Option<String>> [since V0_6],
    }

    /// Adds a row.
    struct RowInsert {
        /// The name, unquoted and without the schema.
        table: String,
        /// The schema of the table; absent without schemas.
        schema: Option<String>,
        /// The columns that get a value.
        columns: Vec<String>,
        /// The values, in the same number and order.
        values: Vec<Value>,
        /// The type of each column; the real host leaves the list out if it knows none (H6).
        column_types: TailList<Option<String>> [since V0_6],
    }

    /// Removes a row.
    struct RowDelete {
        /// Which row.
        identity: RecordIdentity,
        /// The name, unquoted and without the schema.
        table: String,
        /// The schema of the table; absent without schemas.
        schema: Option<String>,
    }

    /// Changes the rows that match a filter. Readable only if `change_types` is there (H7).
    struct SqlUpdateRequest {
        /// The name, unquoted and without the schema.
        table: String,
        /// The schema of the table; absent without schemas.
        schema: Option<String>,
        /// Which rows.
        filter: SemanticFilter,
        /// Pairs of a column and its new value.
        changes: Vec<(String, Value)>,
        /// The type of each change; the real host leaves the list out if it knows none (H7).
        change_types: GapList<Option<String>> [since V0_6],
        /// The columns of the changed rows to return.
        returning: Option<Vec<String>>,
    }

    /// Adds rows or changes those that conflict. Readable only if both lists of types are there (H7).
    struct SqlUpsertRequest {
        /// The name, unquoted and without the schema.
        table: String,
        /// The schema of the table; absent without schemas.
        schema: Option<String>,
        /// The columns that get a value.
        columns: Vec<String>,
        /// The values, in the same number and order.
        values: Vec<Value>,
        /// The type of each column; the real host leaves the list out if it knows none (H7).
        column_types: GapList<Option<String>> [since V0_6],
        /// The columns that make a row conflict with another.
        conflict_columns: Vec<String>,
        /// Pairs of a column and the value it gets in a conflicting row.
        update_assignments: Vec<(String, Value)>,
        /// The type of each of these; the real host leaves the list out if it knows none (H7).
        update_assignment_types: GapList<Option<String>> [since V0_6],
    }

    /// Removes the rows that match a filter.
    struct SqlDeleteRequest {
        /// The name, unquoted and without the schema.
        table: String,
        /// The schema of the table; absent without schemas.
        schema: Option<String>,
        /// Which rows.
        filter: SemanticFilter,
        /// The columns of the removed rows to return.
        returning: Option<Vec<String>>,
    }

    /// A filter as JSON, which cannot be read (H4).
    struct DocumentFilter {
        /// In the database's own format.
        filter: Json,
    }

    /// Changes documents; its JSON cannot be read (H4).
    struct DocumentUpdate {
        /// Without the database.
        collection: String,
        /// The database of the collection; the current one if absent.
        database: Option<String>,
        /// Which documents.
        filter: DocumentFilter,
        /// The changes, in the database's own format.
        update: Json,
        /// Whether every match changes, not only the first.
        many: bool,
        /// Whether a document is added where none matches.
        upsert: bool,
    }

    /// Adds documents; its JSON cannot be read (H4).
    struct DocumentInsert {
        /// Without the database.
        collection: String,
        /// The database of the collection; the current one if absent.
        database: Option<String>,
        /// In the database's own format.
        documents: Vec<Json>,
    }

    /// Removes documents; its JSON cannot be read (H4).
    struct DocumentDelete {
        /// Without the database.
        collection: String,
        /// The database of the collection; the current one if absent.
        database: Option<String>,
        /// Which documents.
        filter: DocumentFilter,
        /// Whether every match is removed, not only the first.
        many: bool,
    }

    /// The result of a write.
    struct CrudResult {
        /// Rows or documents that were written.
        affected_rows: u64,
        /// The written row's cells; absent if the database does not return them.
        returning_row: Option<Vec<Value>>,
        /// Always absent (H4, H8).
        metadata_extra: Tail<Map<Json>> [since V0_7_1],
    }
}
