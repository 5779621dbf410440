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
        display_name: String,
        description: String,
        category: DatabaseCategory,
        transfer_family: TransferFamily [since V0_7_0 default Incompatible],
        deployment_class: Option<DeploymentClass> [since V0_5],
        query_language: QueryLanguage,
        /// What the driver can do; bits that the layout lacks are cleared.
        capabilities: DriverCapabilities,
        default_port: Option<u16>,
        /// The scheme of connection addresses.
        uri_scheme: String,
        icon: Icon,
        syntax: Option<SyntaxInfo>,
        query: Option<QueryCapabilities>,
        mutation: Option<MutationCapabilities>,
        ddl: Option<DdlCapabilities>,
        transactions: Option<TransactionCapabilities>,
        limits: Option<DriverLimits>,
        /// Rows a chunk would have.
        default_chunk_size: Option<u64> [since V0_6],
        supports_lock_timeout: bool [since V0_6 default false],
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
        LogStream [since V0_5],
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
        Incompatible,
    }

    /// Where such a database runs.
    enum DeploymentClass {
        SelfHosted,
        Embedded,
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
        Logs [since V0_5],
        Database,
    }

    /// How identifiers, texts and parameters are written.
    struct SyntaxInfo {
        identifier_quote: char,
        string_quote: char,
        placeholder_style: PlaceholderStyle,
        supports_schemas: bool,
        default_schema: Option<String>,
        case_sensitive_identifiers: bool,
    }

    /// How a parameter stands in a statement.
    enum PlaceholderStyle {
        QuestionMark,
        DollarNumber,
        NamedColon,
        AtSign,
    }

    /// How the next page is asked for.
    enum PaginationStyle {
        Offset,
        Cursor,
        PageToken,
    }

    /// An operator of a filter.
    enum WhereOperator {
        Eq,
        Ne,
        Gt,
        Gte,
        Lt,
        Lte,
        Like,
        ILike,
        Regex,
        Null,
        In,
        NotIn,
        Contains,
        Overlap,
        ContainsAll,
        ContainsAny,
        Size,
        And,
        Or,
        Not,
    }

    /// Which columns a result can be ordered by.
    enum OrderByMode {
        None,
        AnyColumns,
        SortKeyOnly,
    }

    /// What queries can do.
    struct QueryCapabilities {
        pagination: Vec<PaginationStyle>,
        where_operators: Vec<WhereOperator>,
        max_query_parameters: u32,
        supports_order_by: bool,
        order_by_mode: OrderByMode [since V0_7_0 default AnyColumns],
        max_order_by_columns: u32,
        supports_group_by: bool,
        max_group_by_columns: u32,
        supports_having: bool,
        supports_distinct: bool,
        supports_limit: bool,
        supports_offset: bool,
        supports_joins: bool,
        supports_subqueries: bool,
        supports_union: bool,
        supports_intersect: bool,
        supports_except: bool,
        supports_case_expressions: bool,
        supports_window_functions: bool,
        supports_ctes: bool,
        supports_explain: bool,
    }

    /// What writes can do.
    struct MutationCapabilities {
        supports_insert: bool,
        supports_update: bool,
        supports_delete: bool,
        supports_upsert: bool,
        supports_returning: bool,
        max_insert_values: u32,
        supports_batch: bool,
        supports_bulk_update: bool,
        supports_bulk_delete: bool,
    }

    /// Which definitions can be changed.
    struct DdlCapabilities {
        supports_create_database: bool,
        supports_drop_database: bool,
        supports_create_table: bool,
        supports_drop_table: bool,
        supports_alter_table: bool,
        supports_create_index: bool,
        supports_drop_index: bool,
        supports_create_view: bool,
        supports_drop_view: bool,
        supports_create_trigger: bool,
        supports_drop_trigger: bool,
        transactional_ddl: bool,
        supports_add_column: bool,
        supports_drop_column: bool,
        supports_rename_column: bool,
        supports_alter_column: bool,
        supports_add_constraint: bool,
        supports_drop_constraint: bool,
    }

    /// How far transactions are kept apart.
    enum IsolationLevel {
        ReadUncommitted,
        ReadCommitted,
        RepeatableRead,
        Serializable,
        Snapshot,
        None,
    }

    /// What transactions can do.
    struct TransactionCapabilities {
        supports_transactions: bool,
        supported_isolation_levels: Vec<IsolationLevel>,
        default_isolation_level: Option<IsolationLevel>,
        supports_savepoints: bool,
        supports_nested_transactions: bool,
        supports_read_only: bool,
        supports_deferrable: bool,
    }

    /// Limits of the database; 0 where there is none.
    struct DriverLimits {
        max_query_length: u64,
        max_parameters: u32,
        max_result_rows: u64,
        max_connections: u32,
        max_nested_subqueries: u32,
        max_identifier_length: u32,
        max_columns: u32,
        max_indexes_per_table: u32,
        max_bulk_insert_rows: u32 [since V0_7_0 default 0],
    }

    /// How the query editor treats a language the host does not know.
    struct EditorLanguageProfile {
        editor_mode: String,
        supports_connection_context: bool,
        placeholder: String,
        comment_prefix: String,
    }

    /// When the host asks for the schema of a database.
    enum SchemaLoadingStrategy {
        LazyPerDatabase,
        ConnectionPerDatabase,
        SingleDatabase,
    }
}
