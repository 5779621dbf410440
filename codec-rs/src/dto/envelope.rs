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
        /// 1 in every release so far.
        major: u16,
        /// 0 to 2 in the releases so far.
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
        OpenSession {
            /// The connection profile as JSON (fact sheet 6).
            profile_json: String,
            /// The value of the form's field with the id `password`; absent unless saved or being tested.
            password: Option<String>,
            /// The password or passphrase of an SSH tunnel; in practice absent.
            ssh_secret: Option<String>,
        },
        /// Ends a session; the real host mostly just disconnects.
        CloseSession,
        /// Asks for a sign of life.
        Ping,
        /// Runs a statement.
        Execute { request: QueryRequestDto },
        /// Runs a statement and returns a handle with the result.
        ExecuteWithHandle { request: QueryRequestDto },
        /// Names a handle that only a finished request has returned.
        Cancel {
            /// The handle that ExecuteWithHandle returned.
            handle_id: Uuid,
        },
        /// Ends what the session is running.
        CancelActive,
        /// Puts the session in order after a cancelled statement, such as by rolling back.
        CleanupAfterCancel,
        /// Asks for what the session can see; the real host does so right after OpenSession.
        Schema,
        /// Asks for the databases of the server.
        ListDatabases,
        /// Asks for what one database holds, when the user first opens it.
        SchemaForDatabase {
            /// One of the listed databases.
            database: String,
        },
        /// Asks for the columns and keys of a table.
        TableDetails {
            /// The database it is in.
            database: String,
            /// The schema it is in; absent where there are no schemas.
            schema: Option<String>,
            /// Unquoted and without the schema.
            table: String,
        },
        /// Asks about a view.
        ViewDetails {
            /// The database it is in.
            database: String,
            /// The schema it is in; absent where there are no schemas.
            schema: Option<String>,
            /// Unquoted and without the schema.
            view: String,
        },
        /// Chooses the database of later statements.
        SetActiveDatabase {
            /// One of the listed databases; absent for none.
            database: Option<String>,
        },
        /// Asks for a page of a table; the answer is BrowseResult.
        BrowseTable { request: TableBrowseRequest },
        /// Asks how many rows match; the answer is CountResult.
        CountTable { request: TableCountRequest },
        /// Asks for a page of a collection; the answer is BrowseResult.
        BrowseCollection { request: CollectionBrowseRequest },
        /// Asks how many documents match; the answer is CountResult.
        CountCollection { request: CollectionCountRequest },
        /// Asks how a statement would be run; the answer is BrowseResult.
        Explain { request: ExplainRequest },
        /// Asks for a table's columns as rows; the answer is BrowseResult.
        DescribeTable { request: DescribeRequest },
        /// Asks which statements a request would run; only sent under version 1.1 or later.
        PlanSemantic { request: SemanticRequest },
        /// Changes a row; the answer is CrudResult.
        UpdateRow { patch: RowPatch },
        /// Adds a row; the answer is CrudResult.
        InsertRow { insert: RowInsert },
        /// Removes a row; the answer is CrudResult.
        DeleteRow { delete: RowDelete },
        /// Changes documents; cannot be read (H4).
        UpdateDocument { update: DocumentUpdate },
        /// Adds documents; cannot be read (H4).
        InsertDocument { insert: DocumentInsert },
        /// Removes documents; cannot be read (H4).
        DeleteDocument { delete: DocumentDelete },
        /// Asks for the types that users defined.
        SchemaTypes {
            /// The database to look in.
            database: String,
            /// The schema to look in; absent where there are no schemas.
            schema: Option<String>,
        },
        /// Asks for the indexes of all tables, the only way to send any (H3).
        SchemaIndexes {
            /// The database to look in.
            database: String,
            /// The schema to look in; absent where there are no schemas.
            schema: Option<String>,
        },
        /// Asks for the foreign keys of all tables.
        SchemaForeignKeys {
            /// The database to look in.
            database: String,
            /// The schema to look in; absent where there are no schemas.
            schema: Option<String>,
        },
        /// Asks which database statements run in; the host takes an error for none.
        ActiveDatabase,
        /// Asks for a page of keys; only sent to drivers with the capability KV_SCAN.
        KvScanKeys { request: KeyScanRequest },
        /// Asks for the value of a key.
        KvGetKey { request: KeyGetRequest },
        /// Sets the value of a key; the answer is KvBoolResult.
        KvSetKey { request: KeySetRequest },
        /// Removes a key; the answer is KvBoolResult.
        KvDeleteKey { request: KeyDeleteRequest },
        /// Asks whether a key exists; the answer is KvBoolResult.
        KvExistsKey { request: KeyExistsRequest },
        /// Asks for the type of a key; the answer is KvStringResult with JSON.
        KvKeyType { request: KeyTypeRequest },
        /// Asks for the seconds a key still lives; the answer is KvStringResult with JSON.
        KvKeyTtl { request: KeyTtlRequest },
        /// Lets a key end after some seconds; the answer is KvBoolResult.
        KvExpireKey { request: KeyExpireRequest },
        /// Keeps a key for good; the answer is KvBoolResult.
        KvPersistKey { request: KeyPersistRequest },
        /// Renames a key; the answer is KvBoolResult.
        KvRenameKey { request: KeyRenameRequest },
        /// Asks for the values of several keys.
        KvBulkGet { request: KeyBulkGetRequest },
        /// Sets fields of a hash; the answer is KvBoolResult.
        KvHashSet { request: HashSetRequest },
        /// Removes fields of a hash; the answer is KvBoolResult.
        KvHashDelete { request: HashDeleteRequest },
        /// Sets an element of a list; the answer is KvBoolResult.
        KvListSet { request: ListSetRequest },
        /// Adds elements to a list; the answer is KvBoolResult.
        KvListPush { request: ListPushRequest },
        /// Removes elements of a list; the answer is KvBoolResult.
        KvListRemove { request: ListRemoveRequest },
        /// Adds members to a set; the answer is KvBoolResult.
        KvSetAdd { request: SetAddRequest },
        /// Removes members of a set; the answer is KvBoolResult.
        KvSetRemove { request: SetRemoveRequest },
        /// Adds members to a sorted set; the answer is KvBoolResult.
        KvZSetAdd { request: ZSetAddRequest },
        /// Removes members of a sorted set; the answer is KvBoolResult.
        KvZSetRemove { request: ZSetRemoveRequest },
        /// Adds an entry to a stream; the answer is KvStringResult with its id.
        KvStreamAdd { request: StreamAddRequest },
        /// Removes entries of a stream; the answer is KvU64Result with their number.
        KvStreamDelete { request: StreamDeleteRequest },
        /// Asks what to offer in a table's menu; the host takes an error for nothing.
        CodeGenerators,
        /// Asks for a statement about a table.
        GenerateCode {
            /// The id of one of the CodeGenerators.
            generator_id: String,
            /// The table as the driver described it before.
            table: TableInfo,
        },
    }

    /// The result of a method, or an error.
    enum DriverResponseBody {
        /// What the driver is and can do.
        Hello(DriverHelloResponse),
        /// The session is open.
        SessionOpened {
            /// What later requests call the session.
            session_id: Uuid,
            /// The kind of database.
            kind: DbKind,
            /// Facts that take the place of those in Hello for this connection.
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
        /// The sign of life.
        Pong,
        /// What the statement gave.
        ExecuteResult { result: QueryResultDto },
        /// What the statement gave, with its handle.
        ExecuteWithHandleResult {
            /// What Cancel calls the statement.
            handle_id: Uuid,
            /// What the statement gave.
            result: QueryResultDto,
        },
        /// Not for sending: no host reassembles chunks.
        QueryChunk(QueryResultChunk),
        /// Answers Cancel and CancelActive.
        Cancelled,
        /// Answers CleanupAfterCancel.
        CleanupComplete,
        /// What the session can see.
        Schema { schema: SchemaSnapshot },
        /// The databases of the server; empty where there is only one.
        Databases { databases: Vec<DatabaseInfo> },
        /// What the database holds.
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
        /// The database that statements run in; absent where there is none.
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
        /// The keys with their values, as many as were asked for; null for a missing key.
        KvBulkGetResult { results: Vec<Option<KeyGetResult>> },
        /// What to offer in a table's menu.
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
