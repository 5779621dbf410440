//! The abilities of queries.

use crate::dto;

dto! {
    /// How identifiers, texts and parameters are written.
    struct SyntaxInfo {
        /// The quote before and after an identifier, such as `"`.
        identifier_quote: char,
        /// The quote before and after a text, mostly `'`.
        string_quote: char,
        /// How a parameter is written.
        placeholder_style: PlaceholderStyle,
        /// Whether a database is divided into schemas.
        supports_schemas: bool,
        /// The schema of a name without one, such as `public`.
        default_schema: Option<String>,
        /// Whether `Name` and `name` differ.
        case_sensitive_identifiers: bool,
    }

    /// How a parameter stands in a statement.
    enum PlaceholderStyle {
        /// `?`.
        QuestionMark,
        /// `$1`, `$2` and so on.
        DollarNumber,
        /// `:name` or `:1`.
        NamedColon,
        /// `@name`.
        AtSign,
    }

    /// How the next page is requested.
    enum PaginationStyle {
        /// By the number of rows to skip.
        Offset,
        /// By the end of the last page.
        Cursor,
        /// By a token that came with the last page.
        PageToken,
    }

    /// An operator of a filter.
    enum WhereOperator {
        /// `=`.
        Eq,
        /// `<>`.
        Ne,
        /// `>`.
        Gt,
        /// `>=`.
        Gte,
        /// `<`.
        Lt,
        /// `<=`.
        Lte,
        /// A pattern with `%` and `_`.
        Like,
        /// Like without regard to case.
        ILike,
        /// A regular expression.
        Regex,
        /// The value is null; compared with nothing.
        Null,
        /// One of a list.
        In,
        /// None of a list.
        NotIn,
        /// An array or document holds it.
        Contains,
        /// Two arrays share an element.
        Overlap,
        /// An array holds every one of a list.
        ContainsAll,
        /// An array holds at least one of a list.
        ContainsAny,
        /// An array has this many elements.
        Size,
        And,
        Or,
        Not,
    }

    /// The columns that a result can be ordered by.
    enum OrderByMode {
        /// None.
        None,
        /// Any column, in either direction.
        AnyColumns,
        /// The sort key alone, in either direction.
        SortKeyOnly,
    }

    /// The abilities of queries.
    struct QueryCapabilities {
        /// How the next page can be requested.
        pagination: Vec<PaginationStyle>,
        /// The operators a filter can have.
        where_operators: Vec<WhereOperator>,
        /// The most parameters of a statement; 0 for no limit.
        max_query_parameters: u32,
        /// Whether a result can be ordered.
        supports_order_by: bool,
        /// By which columns.
        order_by_mode: OrderByMode [since V0_7_0 default AnyColumns],
        /// The most columns to order by; 0 for no limit.
        max_order_by_columns: u32,
        /// Whether rows can be grouped.
        supports_group_by: bool,
        /// The most columns to group by; 0 for no limit.
        max_group_by_columns: u32,
        /// Whether groups can be filtered.
        supports_having: bool,
        /// Whether equal rows can be left out.
        supports_distinct: bool,
        /// Whether the number of rows can be limited.
        supports_limit: bool,
        /// Whether rows can be skipped.
        supports_offset: bool,
        /// Whether a query can join tables.
        supports_joins: bool,
        /// Whether a query can stand inside another.
        supports_subqueries: bool,
        /// Whether statements may use UNION.
        supports_union: bool,
        /// Whether statements may use INTERSECT.
        supports_intersect: bool,
        /// Whether statements may use EXCEPT.
        supports_except: bool,
        /// Whether statements may use CASE.
        supports_case_expressions: bool,
        /// Whether statements may use OVER.
        supports_window_functions: bool,
        /// Whether statements may begin with WITH.
        supports_ctes: bool,
        /// Whether the database can explain how it would run a statement.
        supports_explain: bool,
    }

    /// Limits of the database; 0 for no limit.
    struct DriverLimits {
        /// Bytes of a statement.
        max_query_length: u64,
        /// Parameters of a statement.
        max_parameters: u32,
        /// Rows of a result.
        max_result_rows: u64,
        /// Connections in a pool; 0 lets the driver choose.
        max_connections: u32,
        /// How deep queries can stand inside each other.
        max_nested_subqueries: u32,
        /// Bytes of an identifier.
        max_identifier_length: u32,
        /// Columns of a table.
        max_columns: u32,
        /// Indexes of a table.
        max_indexes_per_table: u32,
        /// Rows of one INSERT when data is copied.
        max_bulk_insert_rows: u32 [since V0_7_0 default 0],
    }
}
