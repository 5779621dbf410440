//! A driver's answer.

use crate::dto;
use crate::dto::audit::AuditEventEmitDto;
use crate::dto::code_generation::CodeGeneratorInfo;
use crate::dto::flags::{CodeGenCapabilities, SchemaFeatures};
use crate::dto::hello::{DbKind, DriverHelloResponse, ProtocolVersion};
use crate::dto::keys::{KeyGetResult, KeyScanPage};
use crate::dto::metadata::{DriverMetadata, SchemaLoadingStrategy};
use crate::dto::mutation::CrudResult;
use crate::dto::query::{QueryResultChunk, QueryResultDto};
use crate::dto::relational::{
    CustomTypeInfo, DbSchemaInfo, SchemaForeignKeyInfo, SchemaIndexInfo, TableInfo, ViewInfo,
};
use crate::dto::schema::{DatabaseInfo, SchemaSnapshot};
use crate::dto::semantic::SemanticPlan;
use crate::schema::Uuid;

dto! {
    /// A driver's answer.
    struct DriverResponseEnvelope {
        /// The version of the request.
        protocol_version: ProtocolVersion,
        /// The id of the request.
        request_id: u64,
        /// The session of the request; the real host ignores it.
        session_id: Option<Uuid>,
        /// False only for an audit event before the answer.
        done: bool,
        /// The result, or an error.
        body: DriverResponseBody,
    }

    /// The result of a method, or an error.
    enum DriverResponseBody {
        /// The identity and abilities of the driver.
        Hello(DriverHelloResponse),
        /// The session is open.
        SessionOpened {
            /// The session's id in later requests.
            session_id: Uuid,
            /// The kind of database.
            kind: DbKind,
            /// Metadata that replaces that of Hello for this connection.
            metadata: DriverMetadata,
            /// When the host asks for the schema of a database.
            schema_loading_strategy: SchemaLoadingStrategy,
            /// Which parts of a schema the session can list; bits that the layout lacks are cleared.
            schema_features: SchemaFeatures,
            /// Which statements the session can generate; bits that the layout lacks are cleared.
            code_gen_capabilities: CodeGenCapabilities,
        },
        /// The session has ended.
        SessionClosed,
        /// The answer to Ping.
        Pong,
        /// The result of the statement.
        ExecuteResult { result: QueryResultDto },
        /// The result of the statement, with its handle.
        ExecuteWithHandleResult {
            /// The id of the statement in Cancel.
            handle_id: Uuid,
            /// The result of the statement.
            result: QueryResultDto,
        },
        /// Do not send it: hosts do not reassemble chunks.
        QueryChunk(QueryResultChunk),
        /// Answers Cancel and CancelActive.
        Cancelled,
        /// Answers CleanupAfterCancel.
        CleanupComplete,
        /// The structure that the session can see.
        Schema { schema: SchemaSnapshot },
        /// The databases of the server; empty if there is only one.
        Databases { databases: Vec<DatabaseInfo> },
        /// The structure of the database.
        SchemaForDatabase { schema: DbSchemaInfo },
        /// The table with its columns and keys.
        TableDetails { table: TableInfo },
        /// The view.
        ViewDetails { view: ViewInfo },
        /// Answers SetActiveDatabase.
        ActiveDatabaseSet,
        /// Answers BrowseTable, BrowseCollection, Explain and DescribeTable.
        BrowseResult { result: QueryResultDto },
        /// Answers CountTable and CountCollection.
        CountResult { count: u64 },
        /// The statements that would be run.
        SemanticPlan { plan: SemanticPlan },
        /// Answers every write to rows and documents.
        CrudResult { result: CrudResult },
        /// The types that users defined.
        SchemaTypes { types: Vec<CustomTypeInfo> },
        /// The indexes of all tables.
        SchemaIndexes { indexes: Vec<SchemaIndexInfo> },
        /// The foreign keys of all tables.
        SchemaForeignKeys { foreign_keys: Vec<SchemaForeignKeyInfo> },
        /// The database that statements run in; absent without one.
        ActiveDatabaseResult { database: Option<String> },
        /// A page of keys.
        KvScanResult { page: KeyScanPage },
        /// The key with its value.
        KvGetResult { result: KeyGetResult },
        /// Whether a key exists or a write changed something; true for a write that reports nothing.
        KvBoolResult { value: bool },
        /// A stream entry's id as it is; a type or a time to live as JSON, `"Hash"` or `60` or `null`.
        KvStringResult { value: String },
        /// How many stream entries were removed.
        KvU64Result { value: u64 },
        /// The keys with their values, in the number requested; null for a missing key.
        KvBulkGetResult { results: Vec<Option<KeyGetResult>> },
        /// The statements to offer in a table's menu.
        CodeGeneratorsResult { generators: Vec<CodeGeneratorInfo> },
        /// The generated statement.
        GenerateCodeResult { code: String },
        /// An event for the host's audit log.
        EmitAuditEvent(AuditEventEmitDto) [since V0_6],
        /// The call failed.
        Error(DriverRpcError),
    }

    /// Says that a call failed. The real host shows the message and drops code and `retriable`.
    struct DriverRpcError {
        /// The reason.
        code: DriverRpcErrorCode,
        /// The text that the user sees.
        message: String,
        /// Whether a retry may succeed.
        retriable: bool,
    }

    /// The error of a failed call.
    enum DriverRpcErrorCode {
        /// The request is invalid.
        InvalidRequest,
        /// The driver or session lacks the method.
        UnsupportedMethod,
        /// No common protocol version, or a version other than the negotiated one.
        VersionMismatch,
        /// No session, or an unknown one.
        SessionNotFound,
        /// It took longer than allowed.
        Timeout,
        /// It was cancelled.
        Cancelled,
        /// The database could not be reached.
        Transport,
        /// The database reported an error.
        Driver,
        /// A defect of the driver.
        Internal,
    }
}
