//! Requests that are planned before they are run.

use crate::dto;
use crate::dto::browse::{
    CollectionBrowseRequest, CollectionCountRequest, ColumnRef, DescribeRequest, ExplainRequest, OrderByColumn,
    SemanticFilter, TableBrowseRequest, TableCountRequest, TableRef,
};
use crate::dto::key_structures::{
    HashDeleteRequest, HashSetRequest, ListPushRequest, ListRemoveRequest, ListSetRequest, SetAddRequest,
    SetRemoveRequest, StreamAddRequest, StreamDeleteRequest, ZSetAddRequest, ZSetRemoveRequest,
};
use crate::dto::keys::{KeyDeleteRequest, KeySetRequest};
use crate::dto::metadata::QueryLanguage;
use crate::dto::mutation::{
    DocumentDelete, DocumentInsert, DocumentUpdate, RowDelete, RowInsert, RowPatch, SqlDeleteRequest, SqlUpdateRequest,
    SqlUpsertRequest,
};

dto! {
    /// The request to plan.
    enum SemanticRequest {
        /// Reading a table.
        TableBrowse(TableBrowseRequest),
        /// Counting rows.
        TableCount(TableCountRequest),
        /// Computing over groups of rows.
        Aggregate(AggregateRequest),
        /// Reading a collection.
        CollectionBrowse(CollectionBrowseRequest),
        /// Counting documents.
        CollectionCount(CollectionCountRequest),
        /// Explaining a statement.
        Explain(ExplainRequest),
        /// Describing a table.
        Describe(DescribeRequest),
        /// A write.
        Mutation(MutationRequest),
    }

    /// Groups rows and computes over the groups.
    struct AggregateRequest {
        /// The table to read.
        table: TableRef,
        /// The rows to group; all if absent.
        filter: Option<SemanticFilter>,
        /// The columns whose values make a group; empty for one group of all rows.
        group_by: Vec<ColumnRef>,
        /// The values to compute, at least one.
        aggregations: Vec<AggregateSpec>,
        /// Which groups are wanted; all if absent.
        having: Option<SemanticFilter>,
        /// The order, most significant column first; empty for any order.
        order_by: Vec<OrderByColumn>,
        /// The most groups wanted.
        limit: Option<u32>,
        /// The database to run it in; the current one if absent.
        target_database: Option<String>,
    }

    /// One computed column.
    struct AggregateSpec {
        /// What is computed.
        function: AggregateFunction,
        /// The column to compute from; whole rows if absent.
        column: Option<ColumnRef>,
        /// The name in the result.
        alias: String,
    }

    /// What is computed over a group.
    enum AggregateFunction {
        Count,
        Sum,
        Avg,
        Min,
        Max,
    }

    /// A write to be planned.
    enum MutationRequest {
        /// Changes one row.
        SqlUpdate(RowPatch),
        /// Changes the rows that match a filter.
        SqlUpdateMany(SqlUpdateRequest),
        /// Adds a row.
        SqlInsert(RowInsert),
        /// Adds a row or changes the one it conflicts with.
        SqlUpsert(SqlUpsertRequest),
        /// Removes one row.
        SqlDelete(RowDelete),
        /// Removes the rows that match a filter.
        SqlDeleteMany(SqlDeleteRequest),
        /// Changes documents; cannot be read (H4).
        DocumentUpdate(DocumentUpdate),
        /// Adds documents; cannot be read (H4).
        DocumentInsert(DocumentInsert),
        /// Removes documents; cannot be read (H4).
        DocumentDelete(DocumentDelete),
        /// Sets the value of a key.
        KeyValueSet(KeySetRequest),
        /// Removes a key.
        KeyValueDelete(KeyDeleteRequest),
        /// Sets fields of a hash.
        KeyValueHashSet(HashSetRequest),
        /// Removes fields of a hash.
        KeyValueHashDelete(HashDeleteRequest),
        /// Adds elements to a list.
        KeyValueListPush(ListPushRequest),
        /// Sets an element of a list.
        KeyValueListSet(ListSetRequest),
        /// Removes elements of a list.
        KeyValueListRemove(ListRemoveRequest),
        /// Adds members to a set.
        KeyValueSetAdd(SetAddRequest),
        /// Removes members of a set.
        KeyValueSetRemove(SetRemoveRequest),
        /// Adds members to a sorted set.
        KeyValueZSetAdd(ZSetAddRequest),
        /// Removes members of a sorted set.
        KeyValueZSetRemove(ZSetRemoveRequest),
        /// Adds an entry to a stream.
        KeyValueStreamAdd(StreamAddRequest),
        /// Removes entries of a stream.
        KeyValueStreamDelete(StreamDeleteRequest),
    }

    /// The statements a request would run.
    struct SemanticPlan {
        /// Whether it reads or shows a write.
        kind: SemanticPlanKind,
        /// The statements, in the order they would run.
        queries: Vec<PlannedQuery>,
        /// A warning for the user before running them.
        warnings: Vec<String>,
    }

    /// Whether a plan reads or shows a write.
    enum SemanticPlanKind {
        /// It reads.
        Query,
        /// It shows a write that has not been made.
        MutationPreview,
    }

    /// One statement of a plan.
    struct PlannedQuery {
        /// The language of the text.
        language: QueryLanguage,
        /// The statement.
        text: String,
        /// The database to run it in; the current one if absent.
        target_database: Option<String>,
    }
}
