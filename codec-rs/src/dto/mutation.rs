//! Writes to rows and documents.

use crate::dto;
use crate::dto::browse::SemanticFilter;
use crate::schema::{GapList, Json, Map, Tail, TailList, Value};

dto! {
    /// Which record is meant.
    enum RecordIdentity {
        Composite { columns: Vec<String>, values: Vec<Value> },
        ObjectId(String),
        Key(String),
    }

    /// Changes columns of one row.
    struct RowPatch {
        identity: RecordIdentity,
        table: String,
        schema: Option<String>,
        changes: Vec<(String, Value)>,
        /// The type of each change; the real host leaves the list out when it knows none (H6).
        change_types: TailList<Option<String>> [since V0_6],
    }

    /// Adds a row.
    struct RowInsert {
        table: String,
        schema: Option<String>,
        columns: Vec<String>,
        values: Vec<Value>,
        /// The type of each column; the real host leaves the list out when it knows none (H6).
        column_types: TailList<Option<String>> [since V0_6],
    }

    /// Removes a row.
    struct RowDelete {
        identity: RecordIdentity,
        table: String,
        schema: Option<String>,
    }

    /// Changes the rows that match a filter. Readable only where `change_types` is there (H7).
    struct SqlUpdateRequest {
        table: String,
        schema: Option<String>,
        filter: SemanticFilter,
        changes: Vec<(String, Value)>,
        change_types: GapList<Option<String>> [since V0_6],
        returning: Option<Vec<String>>,
    }

    /// Adds rows or changes those that conflict. Readable only where both lists of types are there (H7).
    struct SqlUpsertRequest {
        table: String,
        schema: Option<String>,
        columns: Vec<String>,
        values: Vec<Value>,
        column_types: GapList<Option<String>> [since V0_6],
        conflict_columns: Vec<String>,
        update_assignments: Vec<(String, Value)>,
        update_assignment_types: GapList<Option<String>> [since V0_6],
    }

    /// Removes the rows that match a filter.
    struct SqlDeleteRequest {
        table: String,
        schema: Option<String>,
        filter: SemanticFilter,
        returning: Option<Vec<String>>,
    }

    /// A filter as JSON, which cannot be read (H4).
    struct DocumentFilter {
        filter: Json,
    }

    /// Changes documents; its JSON cannot be read (H4).
    struct DocumentUpdate {
        collection: String,
        database: Option<String>,
        filter: DocumentFilter,
        update: Json,
        many: bool,
        upsert: bool,
    }

    /// Adds documents; its JSON cannot be read (H4).
    struct DocumentInsert {
        collection: String,
        database: Option<String>,
        documents: Vec<Json>,
    }

    /// Removes documents; its JSON cannot be read (H4).
    struct DocumentDelete {
        collection: String,
        database: Option<String>,
        filter: DocumentFilter,
        many: bool,
    }

    /// What a write did.
    struct CrudResult {
        affected_rows: u64,
        returning_row: Option<Vec<Value>>,
        /// Always absent (H4, H8).
        metadata_extra: Tail<Map<Json>> [since V0_7_1],
    }
}
