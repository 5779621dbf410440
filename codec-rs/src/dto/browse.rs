//! Browsing and counting tables and collections.

use crate::dto;
use crate::dto::query_support::WhereOperator;
use crate::schema::{Json, Tail, Value};

dto! {
    /// A table by name.
    struct TableRef {
        /// The schema it is in; the host's windows send the active database here if the table has no schema.
        schema: Option<String>,
        /// The name, unquoted and without the schema.
        name: String,
    }

    /// A collection by name.
    struct CollectionRef {
        /// The database it is in.
        database: String,
        /// Without the database.
        name: String,
    }

    /// A column by name.
    struct ColumnRef {
        /// The table or its alias, if the column name alone is ambiguous.
        table: Option<String>,
        /// Unquoted; `*` is every column.
        name: String,
        /// The name in the result, if it differs.
        alias: Option<String>,
    }

    /// Which part of the rows is wanted.
    enum Pagination {
        /// A window of rows.
        Offset {
            /// The most rows wanted; the real host starts with 100.
            limit: u32,
            /// Rows to skip.
            offset: u64,
        },
    }

    /// The direction of an order.
    enum SortDirection {
        Ascending,
        Descending,
    }

    /// A column to order by.
    struct OrderByColumn {
        /// What to order by.
        column: ColumnRef,
        /// Which values come first.
        direction: SortDirection,
    }

    /// Asks for a page of a table's rows.
    struct TableBrowseRequest {
        /// The table to read.
        table: TableRef,
        /// Which rows are wanted.
        pagination: Pagination,
        /// The order, most significant column first; empty for any order.
        order_by: Vec<OrderByColumn>,
        /// The condition as the user typed it, without `WHERE`.
        filter: Option<String>,
        /// A filter as a tree; the real host leaves it out if absent (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks how many rows of a table match.
    struct TableCountRequest {
        /// The table to count.
        table: TableRef,
        /// The condition as the user typed it, without `WHERE`.
        filter: Option<String>,
        /// A filter as a tree; the real host leaves it out if absent (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks for a page of a collection's documents.
    struct CollectionBrowseRequest {
        /// The collection to read.
        collection: CollectionRef,
        /// Which documents are wanted.
        pagination: Pagination,
        /// A filter as JSON: unreadable when present (H4).
        filter: Option<Json>,
        /// A filter as a tree; the real host leaves it out if absent (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks how many documents of a collection match.
    struct CollectionCountRequest {
        /// The collection to count.
        collection: CollectionRef,
        /// A filter as JSON: unreadable when present (H4).
        filter: Option<Json>,
        /// A filter as a tree; the real host leaves it out if absent (H1).
        semantic_filter: Tail<SemanticFilter>,
    }

    /// Asks how a statement would be run.
    struct ExplainRequest {
        /// The table the statement reads.
        table: TableRef,
        /// The statement; without one the driver explains reading the table.
        query: Option<String>,
    }

    /// Asks for the columns of a table.
    struct DescribeRequest {
        /// The table to describe.
        table: TableRef,
    }

    /// A filter as a tree.
    enum SemanticFilter {
        /// One comparison.
        Predicate(SemanticPredicate),
        /// Every one holds.
        And(Vec<Box<SemanticFilter>>),
        /// At least one holds.
        Or(Vec<Box<SemanticFilter>>),
        /// It does not hold.
        Not(Box<SemanticFilter>),
    }

    /// A comparison in a filter.
    struct SemanticPredicate {
        /// What is compared.
        field: SemanticFieldRef,
        /// How it is compared.
        operator: WhereOperator,
        /// The value to compare with; absent for Null.
        value: Option<Value>,
    }

    /// The left side of a comparison.
    enum SemanticFieldRef {
        /// A column of a table.
        Column(ColumnRef),
        /// The steps to a field inside a document.
        Path(Vec<String>),
    }
}
