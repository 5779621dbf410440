//! What the host shows of a driver, and what it lets users do with it.

use crate::dto;
use crate::layout::Layout;

dto! {
    /// What a driver can do: the bits decide what the host offers.
    bits DriverCapabilities: 64 = |layout| match layout {
        Layout::V0_4 | Layout::V0_5 => 0x7fff_ffff_ffff,
        Layout::V0_6 => 0xff_ffff_ffff_ffff,
        _ => 0x1fff_ffff_ffff_ffff,
    };

    /// Which parts of a schema a session can list.
    bits SchemaFeatures: 32 = |_| 0x7f;

    /// Which statements a session can generate.
    bits CodeGenCapabilities: 32 = |layout| if layout >= Layout::V0_7_0 { 0x3_ffff } else { 0x7fff };

    /// Facts about the driver that the host shows and obeys.
    struct DriverMetadata {
        /// A stable name of the driver.
        id: String,
        /// The name that users see.
        display_name: String,
        /// One line for the connection window.
        description: String,
        /// The data model.
        category: DatabaseCategory,
        /// Which databases data can be copied to and from.
        transfer_family: TransferFamily [since V0_7_0 default Incompatible],
        /// Where the database runs; the host shows nothing where it is absent.
        deployment_class: Option<DeploymentClass> [since V0_5],
        /// The language of the query editor.
        query_language: QueryLanguage,
        /// What the driver can do; bits that the layout lacks are cleared.
        capabilities: DriverCapabilities,
        /// The usual port; absent for a database without a network.
        default_port: Option<u16>,
        /// The scheme of connection addresses.
        uri_scheme: String,
        /// The picture beside the name.
        icon: Icon,
        /// How statements are written; absent where the driver does not say.
        syntax: Option<SyntaxInfo>,
        /// What queries can do; absent where the driver does not say.
        query: Option<QueryCapabilities>,
        /// What writes can do; absent where the driver does not say.
        mutation: Option<MutationCapabilities>,
        /// Which definitions can be changed; absent where the driver does not say.
        ddl: Option<DdlCapabilities>,
        /// What transactions can do; absent where the driver does not say.
        transactions: Option<TransactionCapabilities>,
        /// What the database cannot exceed; absent where the driver does not say.
        limits: Option<DriverLimits>,
        /// Rows that a write in chunks commits at a time; the host takes 5,000 where it is absent.
        default_chunk_size: Option<u64> [since V0_6],
        /// Whether a write can limit how long it waits for locks.
        supports_lock_timeout: bool [since V0_6 default false],
        /// How the query editor works; where it is absent, the query language decides.
        editor_profile: Option<EditorLanguageProfile> [since V0_7_0],
    }

    /// The data model, which decides how the host shows a database.
    enum DatabaseCategory {
        Relational,
        Document,
        KeyValue,
        Graph,
        TimeSeries,
        WideColumn,
        /// Groups of log events.
        LogStream [since V0_5],
        /// Buckets of objects.
        ObjectStorage [since V0_7_0],
    }

    /// Between which databases the host offers to copy data.
    enum TransferFamily {
        Sql,
        Document,
        KeyValue,
        Graph,
        TimeSeries,
        WideColumn,
        /// None, not even another Incompatible one.
        Incompatible,
    }

    /// Where such a database runs.
    enum DeploymentClass {
        /// On a server of its own that users run.
        SelfHosted,
        /// Inside a program, or in a local file.
        Embedded,
        /// As a cloud provider's service.
        CloudManaged,
    }

    /// The language of the query editor.
    enum QueryLanguage {
        Sql,
        CloudWatchLogsInsightsQl [since V0_5],
        OpenSearchPpl [since V0_5],
        OpenSearchSql [since V0_5],
        MongoQuery,
        RedisCommands,
        Cypher,
        InfluxQuery,
        Flux [since V0_6],
        Cql,
        Lua,
        Python,
        Bash,
        /// Any other, by the name that users see.
        Custom(String),
    }

    /// The picture beside the driver's name.
    enum Icon {
        Postgres,
        Mysql,
        Mariadb,
        Sqlite,
        Mongodb,
        Redis,
        Dynamodb,
        Redshift [since V0_7_0],
        S3 [since V0_7_0],
        Clickhouse [since V0_8],
        Influxdb [since V0_6],
        /// Log events of any source.
        Logs [since V0_5],
        /// Any other database.
        Database,
    }

    /// How identifiers, texts and parameters are written.
    struct SyntaxInfo {
        /// Stands before and after an identifier, such as `"`.
        identifier_quote: char,
        /// Stands before and after a text, mostly `'`.
        string_quote: char,
        /// How a parameter is written.
        placeholder_style: PlaceholderStyle,
        /// Whether a database is divided into schemas.
        supports_schemas: bool,
        /// The schema of a name that has none, such as `public`.
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

    /// How the next page is asked for.
    enum PaginationStyle {
        /// By the number of rows to skip.
        Offset,
        /// By the place where the last page ended.
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
        /// There is no value; compared with nothing.
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

    /// Which columns a result can be ordered by.
    enum OrderByMode {
        /// None.
        None,
        /// Any column, in either direction.
        AnyColumns,
        /// The sort key alone, in either direction.
        SortKeyOnly,
    }

    /// What queries can do.
    struct QueryCapabilities {
        /// How the next page can be asked for.
        pagination: Vec<PaginationStyle>,
        /// The operators a filter can have.
        where_operators: Vec<WhereOperator>,
        /// The most parameters of a statement; 0 where there is no limit.
        max_query_parameters: u32,
        /// Whether a result can be ordered.
        supports_order_by: bool,
        /// By which columns.
        order_by_mode: OrderByMode [since V0_7_0 default AnyColumns],
        /// The most columns to order by; 0 where there is no limit.
        max_order_by_columns: u32,
        /// Whether rows can be grouped.
        supports_group_by: bool,
        /// The most columns to group by; 0 where there is no limit.
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
        /// Whether the database tells how it would run a statement.
        supports_explain: bool,
    }

    /// What writes can do.
    struct MutationCapabilities {
        /// Whether rows can be added.
        supports_insert: bool,
        /// Whether rows can be changed.
        supports_update: bool,
        /// Whether rows can be removed.
        supports_delete: bool,
        /// Whether one statement can add a row or change the one it conflicts with.
        supports_upsert: bool,
        /// Whether a write can return the rows it wrote.
        supports_returning: bool,
        /// The most rows of one INSERT; 0 where there is no limit.
        max_insert_values: u32,
        /// Whether several writes can be sent at once.
        supports_batch: bool,
        /// Whether one statement can change many rows.
        supports_bulk_update: bool,
        /// Whether one statement can remove many rows.
        supports_bulk_delete: bool,
    }

    /// Which definitions can be changed.
    struct DdlCapabilities {
        /// Whether databases can be added.
        supports_create_database: bool,
        /// Whether databases can be removed.
        supports_drop_database: bool,
        /// Whether tables can be added.
        supports_create_table: bool,
        /// Whether tables can be removed.
        supports_drop_table: bool,
        /// Whether tables can be changed.
        supports_alter_table: bool,
        /// Whether indexes can be added.
        supports_create_index: bool,
        /// Whether indexes can be removed.
        supports_drop_index: bool,
        /// Whether views can be added.
        supports_create_view: bool,
        /// Whether views can be removed.
        supports_drop_view: bool,
        /// Whether triggers can be added.
        supports_create_trigger: bool,
        /// Whether triggers can be removed.
        supports_drop_trigger: bool,
        /// Whether a change of a definition can be rolled back.
        transactional_ddl: bool,
        /// Whether a table can get another column.
        supports_add_column: bool,
        /// Whether a table can lose a column.
        supports_drop_column: bool,
        /// Whether a column can get another name.
        supports_rename_column: bool,
        /// Whether a column can get another type or default.
        supports_alter_column: bool,
        /// Whether a table can get another constraint.
        supports_add_constraint: bool,
        /// Whether a table can lose a constraint.
        supports_drop_constraint: bool,
    }

    /// How far transactions are kept apart.
    enum IsolationLevel {
        ReadUncommitted,
        ReadCommitted,
        RepeatableRead,
        Serializable,
        Snapshot,
        /// Not at all: there are no transactions.
        None,
    }

    /// What transactions can do.
    struct TransactionCapabilities {
        /// Whether there are transactions.
        supports_transactions: bool,
        /// The levels a transaction can ask for.
        supported_isolation_levels: Vec<IsolationLevel>,
        /// The level of a transaction that asks for none.
        default_isolation_level: Option<IsolationLevel>,
        /// Whether a part of a transaction can be rolled back.
        supports_savepoints: bool,
        /// Whether a transaction can begin inside another.
        supports_nested_transactions: bool,
        /// Whether a transaction can forbid itself writes.
        supports_read_only: bool,
        /// Whether a transaction can wait until it cannot fail.
        supports_deferrable: bool,
    }

    /// Limits of the database; 0 where there is none.
    struct DriverLimits {
        /// Bytes of a statement.
        max_query_length: u64,
        /// Parameters of a statement.
        max_parameters: u32,
        /// Rows of a result.
        max_result_rows: u64,
        /// Connections in a pool; 0 leaves it to the driver.
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

    /// How the query editor treats a language the host does not know.
    struct EditorLanguageProfile {
        /// The mode of syntax highlighting, such as `sql` or `plaintext`.
        editor_mode: String,
        /// Whether completion offers names from the connection.
        supports_connection_context: bool,
        /// Shown while the editor is empty.
        placeholder: String,
        /// What begins a comment to the end of the line.
        comment_prefix: String,
    }

    /// When the host asks for the schema of a database.
    enum SchemaLoadingStrategy {
        /// With SchemaForDatabase, when the user first opens the database.
        LazyPerDatabase,
        /// Over a connection of its own; not possible for an external driver (fact sheet 4.10).
        ConnectionPerDatabase,
        /// Never: Schema has told all, as there is one database.
        SingleDatabase,
    }
}
