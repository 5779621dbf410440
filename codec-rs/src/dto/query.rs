//! Queries and their results.

use crate::dto;
use crate::schema::{Bytes, Gap, Rows, Tail, Uuid, Value};

dto! {
    /// A statement to run.
    struct QueryRequestDto {
        /// The statement, in the driver's language.
        sql: String,
        /// Values for the placeholders.
        params: Vec<Value>,
        /// The most rows wanted.
        limit: Option<u32>,
        /// Rows to skip.
        offset: Option<u32>,
        /// How long the statement may run.
        statement_timeout_ms: Option<u64>,
        /// The database to run it in.
        database: Option<String>,
        /// Where it comes from; the editor of 0.5 and later always says.
        execution_context: Option<ExecutionContext> [since V0_5],
    }

    /// Where in the application a statement comes from.
    struct ExecutionContext {
        connection_id: Option<Uuid>,
        database: Option<String>,
        schema: Option<String>,
        container: Option<String>,
        /// The view it fills; the real host leaves it out when there is none (H5).
        source: Tail<ExecutionSourceContext>,
    }

    /// The view that a statement fills.
    enum ExecutionSourceContext {
        CollectionWindow { targets: Vec<String>, start_ms: i64, end_ms: i64, query_mode: Tail<String> },
        MetricQuery { series: Vec<MetricQuerySeries>, start_ms: i64, end_ms: i64 } [since V0_6],
        InstanceMetricQuery { metric_id: String, start_ms: i64, end_ms: i64 } [since V0_6],
        InstanceInspectorQuery { metric_id: String } [since V0_6],
    }

    /// One series of a metric query.
    struct MetricQuerySeries {
        namespace: String,
        metric_name: String,
        dimensions: Vec<(String, String)>,
        period_s: u32,
        statistic: String,
        label: Gap<String>,
    }

    /// What a statement gave.
    struct QueryResultDto {
        shape: QueryResultShapeDto,
        columns: Vec<ColumnMeta>,
        /// The cells, row by row.
        rows: Rows,
        /// Rows a write changed.
        affected_rows: Option<u64>,
        /// How long the database took.
        execution_time_ms: u64,
        /// The answer, where the shape is Text or Json.
        text_body: Option<String>,
        /// The answer, where the shape is Binary.
        raw_bytes: Option<Bytes>,
        /// Asks for the next page, where there is one.
        next_page_token: Option<String>,
    }

    /// Which member of a result holds the answer.
    enum QueryResultShapeDto {
        Table,
        Json,
        Text,
        Binary,
    }

    /// A part of a result. No host reassembles chunks: a driver sends one whole result.
    struct QueryResultChunk {
        chunk_index: u32,
        rows: Rows,
        done: bool,
    }

    /// One column of a result.
    struct ColumnMeta {
        name: String,
        type_name: String,
        kind: ColumnKind [since V0_6 default Unknown],
        nullable: bool,
        is_primary_key: bool,
    }

    /// How the host treats a column's values.
    enum ColumnKind {
        Timestamp,
        Float,
        Integer,
        Text,
        Unknown,
    }
}
