//! Browsing and counting tables and collections.

use crate::dto;
use crate::dto::metadata::WhereOperator;
use crate::schema::{Json, Tail, Value};

dto! {
    /// A table by name.
    struct TableRef {
        schema: Option<String>,
        name: String,
    }

    /// A collection by name.
    struct CollectionRef {
        database: String,
        name: String,
    }

    /// A column by name.
    struct ColumnRef {
        table: Option<String>,
        name: String,
        alias: Option<String>,
    }

    /// Which part of the rows is wanted.
    enum Pagination {
        Offset { limit: u32, offset: u64 },
    }

    /// The direction of an order.
    enum SortDirection {
        Ascending,
        Descending,
    }

    /// A column to order by.
    struct OrderByColumn {
        column: ColumnRef,
        direction: SortDirection,
    }

    /// Asks for a page of a table's rows.
    struct TableBrowseRequest {
        table: TableRef,
        pagination: Pagination,
        order_by: Vec<OrderByColumn>,
        filter: Option<String>,
        /// A filter as a tree; the real host leaves it out when there is none (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks how many rows of a table match.
    struct TableCountRequest {
        table: TableRef,
        filter: Option<String>,
        /// A filter as a tree; the real host leaves it out when there is none (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks for a page of a collection's documents.
    struct CollectionBrowseRequest {
        collection: CollectionRef,
        pagination: Pagination,
        /// A filter as JSON: unreadable when present (H4).
        filter: Option<Json>,
        /// A filter as a tree; the real host leaves it out when there is none (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks how many documents of a collection match.
    struct CollectionCountRequest {
        collection: CollectionRef,
        /// A filter as JSON: unreadable when present (H4).
        filter: Option<Json>,
        /// A filter as a tree; the real host leaves it out when there is none (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks how a statement would be run.
    struct ExplainRequest {
        table: TableRef,
        query: Option<String>,
    }

    /// Asks for the columns of a table.
    struct DescribeRequest {
        table: TableRef,
    }

    /// A filter as a tree.
    enum SemanticFilter {
        Predicate(SemanticPredicate),
        And(Vec<Box<SemanticFilter>>),
        Or(Vec<Box<SemanticFilter>>),
        Not(Box<SemanticFilter>),
    }

    /// A comparison in a filter.
    struct SemanticPredicate {
        field: SemanticFieldRef,
        operator: WhereOperator,
        value: Option<Value>,
    }

    /// What a comparison looks at.
    enum SemanticFieldRef {
        Column(ColumnRef),
        Path(Vec<String>),
    }
}
