//! Requests that are planned before they are run.

use crate::dto;
use crate::dto::browse::{
    CollectionBrowseRequest, CollectionCountRequest, ColumnRef, DescribeRequest, ExplainRequest, OrderByColumn,
    SemanticFilter, TableBrowseRequest, TableCountRequest, TableRef,
};
use crate::dto::key_value::{
    HashDeleteRequest, HashSetRequest, KeyDeleteRequest, KeySetRequest, ListPushRequest, ListRemoveRequest,
    ListSetRequest, SetAddRequest, SetRemoveRequest, StreamAddRequest, StreamDeleteRequest, ZSetAddRequest,
    ZSetRemoveRequest,
};
use crate::dto::metadata::QueryLanguage;
use crate::dto::mutation::{
    DocumentDelete, DocumentInsert, DocumentUpdate, RowDelete, RowInsert, RowPatch, SqlDeleteRequest, SqlUpdateRequest,
    SqlUpsertRequest,
};

dto! {
    /// What is to be planned.
    enum SemanticRequest {
        TableBrowse(TableBrowseRequest),
        TableCount(TableCountRequest),
        Aggregate(AggregateRequest),
        CollectionBrowse(CollectionBrowseRequest),
        CollectionCount(CollectionCountRequest),
        Explain(ExplainRequest),
        Describe(DescribeRequest),
        Mutation(MutationRequest),
    }

    /// Groups rows and computes over the groups.
    struct AggregateRequest {
        table: TableRef,
        filter: Option<SemanticFilter>,
        group_by: Vec<ColumnRef>,
        aggregations: Vec<AggregateSpec>,
        having: Option<SemanticFilter>,
        order_by: Vec<OrderByColumn>,
        limit: Option<u32>,
        target_database: Option<String>,
    }

    /// One computed column.
    struct AggregateSpec {
        function: AggregateFunction,
        column: Option<ColumnRef>,
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
        SqlUpdate(RowPatch),
        SqlUpdateMany(SqlUpdateRequest),
        SqlInsert(RowInsert),
        SqlUpsert(SqlUpsertRequest),
        SqlDelete(RowDelete),
        SqlDeleteMany(SqlDeleteRequest),
        DocumentUpdate(DocumentUpdate),
        DocumentInsert(DocumentInsert),
        DocumentDelete(DocumentDelete),
        KeyValueSet(KeySetRequest),
        KeyValueDelete(KeyDeleteRequest),
        KeyValueHashSet(HashSetRequest),
        KeyValueHashDelete(HashDeleteRequest),
        KeyValueListPush(ListPushRequest),
        KeyValueListSet(ListSetRequest),
        KeyValueListRemove(ListRemoveRequest),
        KeyValueSetAdd(SetAddRequest),
        KeyValueSetRemove(SetRemoveRequest),
        KeyValueZSetAdd(ZSetAddRequest),
        KeyValueZSetRemove(ZSetRemoveRequest),
        KeyValueStreamAdd(StreamAddRequest),
        KeyValueStreamDelete(StreamDeleteRequest),
    }

    /// The statements a request would run.
    struct SemanticPlan {
        kind: SemanticPlanKind,
        queries: Vec<PlannedQuery>,
        warnings: Vec<String>,
    }

    /// Whether a plan reads or shows a write.
    enum SemanticPlanKind {
        Query,
        MutationPreview,
    }

    /// One statement of a plan.
    struct PlannedQuery {
        language: QueryLanguage,
        text: String,
        target_database: Option<String>,
    }
}
