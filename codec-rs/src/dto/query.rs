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
        /// The origin of the statement; the editor of 0.5 and later always sets it.
        execution_context: Option<ExecutionContext> [since V0_5],
    }

    /// The part of the application that a statement comes from.
    struct ExecutionContext {
        /// The host's name for the connection, not for the session.
        connection_id: Option<Uuid>,
        /// The database chosen in the editor.
        database: Option<String>,
        /// The schema chosen in the editor.
        schema: Option<String>,
        /// The table or collection chosen in the editor.
        container: Option<String>,
        /// The view it fills; the real host leaves it out if absent (H5).
        source: Tail<ExecutionSourceContext>,
    }

    /// The view that a statement fills.
    enum ExecutionSourceContext {
        /// Events of collections, such as log groups, in a span of time.
        CollectionWindow {
            /// The names of the collections.
            targets: Vec<String>,
            /// Where the span begins, in milliseconds since 1970.
            start_ms: i64,
            /// Where the span ends, in milliseconds since 1970.
            end_ms: i64,
            /// The chosen language; the real host leaves it out if absent (H5).
            query_mode: Tail<String>,
        },
        /// Series of metrics in a span of time.
        MetricQuery {
            /// The series to fetch.
            series: Vec<MetricQuerySeries>,
            /// Where the span begins, in milliseconds since 1970.
            start_ms: i64,
            /// Where the span ends, in milliseconds since 1970.
            end_ms: i64,
        } [since V0_6],
        /// A metric of the database itself in a span of time; the statement is empty.
        InstanceMetricQuery {
            /// The driver's id of the metric.
            metric_id: String,
            /// Where the span begins, in milliseconds since 1970.
            start_ms: i64,
            /// Where the span ends, in milliseconds since 1970.
            end_ms: i64,
        } [since V0_6],
        /// A current state of the database itself; the statement is empty.
        InstanceInspectorQuery {
            /// The driver's id of the state.
            metric_id: String,
        } [since V0_6],
    }

    /// One series of a metric query.
    struct MetricQuerySeries {
        /// The group that the metric belongs to.
        namespace: String,
        /// Its name in the group.
        metric_name: String,
        /// Pairs of a name and a value that choose a source.
        dimensions: Vec<(String, String)>,
        /// Seconds that one point covers.
        period_s: u32,
        /// How the values of a period become one point.
        statistic: String,
        /// The name in the chart; upstream leaves it out, with its tag, if absent (H5).
        label: Gap<String>,
    }

    /// The result of a statement.
    struct QueryResultDto {
        /// Which member holds the answer.
        shape: QueryResultShapeDto,
        /// The columns, in the order of the cells.
        columns: Vec<ColumnMeta>,
        /// The cells, row by row.
        rows: Rows,
        /// Rows a write changed.
        affected_rows: Option<u64>,
        /// How long the database took.
        execution_time_ms: u64,
        /// The answer, if the shape is Text or Json.
        text_body: Option<String>,
        /// The answer, if the shape is Binary.
        raw_bytes: Option<Bytes>,
        /// The token of the next page, if there is one.
        next_page_token: Option<String>,
    }

    /// Which member of a result holds the answer.
    enum QueryResultShapeDto {
        /// The columns and rows.
        Table,
        /// The text body, as JSON.
        Json,
        /// The text body.
        Text,
        /// The raw bytes.
        Binary,
    }

    /// A part of a result. No host reassembles chunks: a driver sends one whole result.
    struct QueryResultChunk {
        /// The place of the part in the result.
        chunk_index: u32,
        /// The cells, row by row.
        rows: Rows,
        /// Whether this is the last part.
        done: bool,
    }

    /// One column of a result.
    struct ColumnMeta {
        /// The name in the result.
        name: String,
        /// The type, as the database calls it.
        type_name: String,
        /// How the host treats the values.
        kind: ColumnKind [since V0_6 default Unknown],
        /// Whether a cell can be null.
        nullable: bool,
        /// Whether it is part of the primary key.
        is_primary_key: bool,
    }

    /// How the host treats a column's values.
    enum ColumnKind {
        Timestamp,
        Float,
        Integer,
        Text,
        /// By the kind of each value.
        Unknown,
    }
}
