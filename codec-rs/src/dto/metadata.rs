//! The metadata of a driver: what the host displays, and which features it offers.

use crate::dto;
use crate::dto::flags::DriverCapabilities;
use crate::dto::query_support::{DriverLimits, QueryCapabilities, SyntaxInfo};
use crate::dto::write_support::{DdlCapabilities, MutationCapabilities, TransactionCapabilities};

dto! {
    /// Metadata of the driver that hosts display and follow.
    struct DriverMetadata {
        /// A stable name of the driver.
        id: String,
        /// The name that users see.
        display_name: String,
        /// One line for the connection window.
        description: String,
        /// The data model.
        category: DatabaseCategory,
        /// The databases that data can be copied to and from.
        transfer_family: TransferFamily [since V0_7_0 default Incompatible],
        /// Where the database runs; the host shows nothing if absent.
        deployment_class: Option<DeploymentClass> [since V0_5],
        /// The language of the query editor.
        query_language: QueryLanguage,
        /// The abilities of the driver; bits that the layout lacks are cleared.
        capabilities: DriverCapabilities,
        /// The usual port; absent for a database without a network.
        default_port: Option<u16>,
        /// The scheme of connection addresses.
        uri_scheme: String,
        /// The icon beside the name.
        icon: Icon,
        /// How statements are written; absent if the driver does not specify it.
        syntax: Option<SyntaxInfo>,
        /// The abilities of queries; absent if the driver does not specify it.
        query: Option<QueryCapabilities>,
        /// The abilities of writes; absent if the driver does not specify it.
        mutation: Option<MutationCapabilities>,
        /// The definitions that can be changed; absent if the driver does not specify it.
        ddl: Option<DdlCapabilities>,
        /// The abilities of transactions; absent if the driver does not specify it.
        transactions: Option<TransactionCapabilities>,
        /// The limits of the database; absent if the driver does not specify it.
        limits: Option<DriverLimits>,
        /// Rows that a write in chunks commits at a time; the host uses 5,000 if absent.
        default_chunk_size: Option<u64> [since V0_6],
        /// Whether a write can limit how long it waits for locks.
        supports_lock_timeout: bool [since V0_6 default false],
        /// How the query editor works; if absent, the query language decides.
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
        /// On a server that users run.
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

    /// The icon beside the driver's name.
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

    /// How the query editor treats a language the host does not know.
    struct EditorLanguageProfile {
        /// The mode of syntax highlighting, such as `sql` or `plaintext`.
        editor_mode: String,
        /// Whether completion offers names from the connection.
        supports_connection_context: bool,
        /// Shown while the editor is empty.
        placeholder: String,
        /// The start of a comment that ends with the line.
        comment_prefix: String,
    }

    /// When the host asks for the schema of a database.
    enum SchemaLoadingStrategy {
        /// With SchemaForDatabase, when the user first opens the database.
        LazyPerDatabase,
        /// Over a separate connection; not possible for an external driver (PROTOCOL.md#sessions).
        ConnectionPerDatabase,
        /// Never: there is one database, and Schema describes all of it.
        SingleDatabase,
    }
}
