//! Envelopes and bodies: the protocol's table of contents.

use crate::dto;
use crate::dto::audit::AuditEventEmitDto;
use crate::dto::browse::{
    CollectionBrowseRequest, CollectionCountRequest, DescribeRequest, ExplainRequest, TableBrowseRequest,
    TableCountRequest,
};
use crate::dto::code_generation::CodeGeneratorInfo;
use crate::dto::hello::{DbKind, DriverHelloRequest, DriverHelloResponse};
use crate::dto::key_value::{
    HashDeleteRequest, HashSetRequest, KeyBulkGetRequest, KeyDeleteRequest, KeyExistsRequest, KeyExpireRequest,
    KeyGetRequest, KeyGetResult, KeyPersistRequest, KeyRenameRequest, KeyScanPage, KeyScanRequest, KeySetRequest,
    KeyTtlRequest, KeyTypeRequest, ListPushRequest, ListRemoveRequest, ListSetRequest, SetAddRequest, SetRemoveRequest,
    StreamAddRequest, StreamDeleteRequest, ZSetAddRequest, ZSetRemoveRequest,
};
use crate::dto::metadata::{CodeGenCapabilities, DriverMetadata, SchemaFeatures, SchemaLoadingStrategy};
use crate::dto::mutation::{
    CrudResult, DocumentDelete, DocumentInsert, DocumentUpdate, RowDelete, RowInsert, RowPatch,
};
use crate::dto::query::{QueryRequestDto, QueryResultChunk, QueryResultDto};
use crate::dto::schema::{
    CustomTypeInfo, DatabaseInfo, DbSchemaInfo, SchemaForeignKeyInfo, SchemaIndexInfo, SchemaSnapshot, TableInfo,
    ViewInfo,
};
use crate::dto::semantic::{SemanticPlan, SemanticRequest};
use crate::schema::Uuid;

dto! {
    /// A protocol version. It does not tell layouts apart: 1.1 is 0.4 and 0.5, 1.2 is 0.6 and 0.7.
    struct ProtocolVersion {
        major: u16,
        minor: u16,
    }

    /// What the host sends.
    struct DriverRequestEnvelope {
        /// The version both ends agreed on; in Hello the highest the host speaks.
        protocol_version: ProtocolVersion,
        /// Hello 0, then counting up, not always in order.
        request_id: u64,
        /// The session the request is for.
        session_id: Option<Uuid>,
        /// How long the host will wait; the real host never says.
        timeout_ms: Option<u64>,
        /// The method and its parameters.
        body: DriverRequestBody,
    }

    /// What the driver answers.
    struct DriverResponseEnvelope {
        /// The version of the request.
        protocol_version: ProtocolVersion,
        /// The id of the request.
        request_id: u64,
        /// The session of the request; the real host does not look at it.
        session_id: Option<Uuid>,
        /// False only for an audit event before the answer.
        done: bool,
        /// The result, or an error.
        body: DriverResponseBody,
    }

    /// The method and its parameters.
    enum DriverRequestBody {
        /// Opens the conversation.
        Hello(DriverHelloRequest),
        /// Opens a session with the values of a form.
        OpenSession { profile_json: String, password: Option<String>, ssh_secret: Option<String> },
        /// Ends a session; the real host mostly just disconnects.
        CloseSession,
        /// Asks for a sign of life.
        Ping,
        /// Runs a statement.
        Execute { request: QueryRequestDto },
        ExecuteWithHandle { request: QueryRequestDto },
        /// Names a handle that only a finished request has returned.
        Cancel { handle_id: Uuid },
        /// Ends what the session is running.
        CancelActive,
        CleanupAfterCancel,
        Schema,
        ListDatabases,
        SchemaForDatabase { database: String },
        TableDetails { database: String, schema: Option<String>, table: String },
        ViewDetails { database: String, schema: Option<String>, view: String },
        SetActiveDatabase { database: Option<String> },
        BrowseTable { request: TableBrowseRequest },
        CountTable { request: TableCountRequest },
        BrowseCollection { request: CollectionBrowseRequest },
        CountCollection { request: CollectionCountRequest },
        Explain { request: ExplainRequest },
        DescribeTable { request: DescribeRequest },
        PlanSemantic { request: SemanticRequest },
        UpdateRow { patch: RowPatch },
        InsertRow { insert: RowInsert },
        DeleteRow { delete: RowDelete },
        UpdateDocument { update: DocumentUpdate },
        InsertDocument { insert: DocumentInsert },
        DeleteDocument { delete: DocumentDelete },
        SchemaTypes { database: String, schema: Option<String> },
        SchemaIndexes { database: String, schema: Option<String> },
        SchemaForeignKeys { database: String, schema: Option<String> },
        ActiveDatabase,
        KvScanKeys { request: KeyScanRequest },
        KvGetKey { request: KeyGetRequest },
        KvSetKey { request: KeySetRequest },
        KvDeleteKey { request: KeyDeleteRequest },
        KvExistsKey { request: KeyExistsRequest },
        KvKeyType { request: KeyTypeRequest },
        KvKeyTtl { request: KeyTtlRequest },
        KvExpireKey { request: KeyExpireRequest },
        KvPersistKey { request: KeyPersistRequest },
        KvRenameKey { request: KeyRenameRequest },
        KvBulkGet { request: KeyBulkGetRequest },
        KvHashSet { request: HashSetRequest },
        KvHashDelete { request: HashDeleteRequest },
        KvListSet { request: ListSetRequest },
        KvListPush { request: ListPushRequest },
        KvListRemove { request: ListRemoveRequest },
        KvSetAdd { request: SetAddRequest },
        KvSetRemove { request: SetRemoveRequest },
        KvZSetAdd { request: ZSetAddRequest },
        KvZSetRemove { request: ZSetRemoveRequest },
        KvStreamAdd { request: StreamAddRequest },
        KvStreamDelete { request: StreamDeleteRequest },
        CodeGenerators,
        GenerateCode { generator_id: String, table: TableInfo },
    }

    /// The result of a method, or an error.
    enum DriverResponseBody {
        Hello(DriverHelloResponse),
        SessionOpened { session_id: Uuid, kind: DbKind, metadata: DriverMetadata, schema_loading_strategy: SchemaLoadingStrategy, schema_features: SchemaFeatures, code_gen_capabilities: CodeGenCapabilities },
        SessionClosed,
        Pong,
        ExecuteResult { result: QueryResultDto },
        ExecuteWithHandleResult { handle_id: Uuid, result: QueryResultDto },
        /// Not for sending: no host reassembles chunks.
        QueryChunk(QueryResultChunk),
        Cancelled,
        CleanupComplete,
        Schema { schema: SchemaSnapshot },
        Databases { databases: Vec<DatabaseInfo> },
        SchemaForDatabase { schema: DbSchemaInfo },
        TableDetails { table: TableInfo },
        ViewDetails { view: ViewInfo },
        ActiveDatabaseSet,
        BrowseResult { result: QueryResultDto },
        CountResult { count: u64 },
        SemanticPlan { plan: SemanticPlan },
        CrudResult { result: CrudResult },
        SchemaTypes { types: Vec<CustomTypeInfo> },
        SchemaIndexes { indexes: Vec<SchemaIndexInfo> },
        SchemaForeignKeys { foreign_keys: Vec<SchemaForeignKeyInfo> },
        ActiveDatabaseResult { database: Option<String> },
        KvScanResult { page: KeyScanPage },
        KvGetResult { result: KeyGetResult },
        KvBoolResult { value: bool },
        KvStringResult { value: String },
        KvU64Result { value: u64 },
        KvBulkGetResult { results: Vec<Option<KeyGetResult>> },
        CodeGeneratorsResult { generators: Vec<CodeGeneratorInfo> },
        GenerateCodeResult { code: String },
        /// An event for the host's audit log.
        EmitAuditEvent(AuditEventEmitDto) [since V0_6],
        Error(DriverRpcError),
    }

    /// Says that a call failed. The real host shows the message and drops code and `retriable`.
    struct DriverRpcError {
        /// Why.
        code: DriverRpcErrorCode,
        /// What the user sees.
        message: String,
        /// Whether trying again may help.
        retriable: bool,
    }

    /// Why a call failed.
    enum DriverRpcErrorCode {
        /// The request is not acceptable as it is.
        InvalidRequest,
        /// The driver or session lacks the method.
        UnsupportedMethod,
        /// No common protocol version, or another than the negotiated one.
        VersionMismatch,
        /// No session, or an unknown one.
        SessionNotFound,
        /// It took longer than allowed.
        Timeout,
        /// It was cancelled.
        Cancelled,
        /// The database could not be reached.
        Transport,
        /// The database said no.
        Driver,
        /// A defect of the driver.
        Internal,
    }
}
