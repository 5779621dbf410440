//! What the host asks for.

use crate::dto;
use crate::dto::browse::{
    CollectionBrowseRequest, CollectionCountRequest, DescribeRequest, ExplainRequest, TableBrowseRequest,
    TableCountRequest,
};
use crate::dto::hello::{DriverHelloRequest, ProtocolVersion};
use crate::dto::key_structures::{
    HashDeleteRequest, HashSetRequest, ListPushRequest, ListRemoveRequest, ListSetRequest, SetAddRequest,
    SetRemoveRequest, StreamAddRequest, StreamDeleteRequest, ZSetAddRequest, ZSetRemoveRequest,
};
use crate::dto::keys::{
    KeyBulkGetRequest, KeyDeleteRequest, KeyExistsRequest, KeyExpireRequest, KeyGetRequest, KeyPersistRequest,
    KeyRenameRequest, KeyScanRequest, KeySetRequest, KeyTtlRequest, KeyTypeRequest,
};
use crate::dto::mutation::{DocumentDelete, DocumentInsert, DocumentUpdate, RowDelete, RowInsert, RowPatch};
use crate::dto::query::QueryRequestDto;
use crate::dto::relational::TableInfo;
use crate::dto::semantic::SemanticRequest;
use crate::schema::Uuid;

dto! {
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

    /// The method and its parameters.
    enum DriverRequestBody {
        /// Opens the conversation.
        Hello(DriverHelloRequest),
        /// Opens a session with the values of a form.
        OpenSession {
            /// The connection profile as JSON (PROTOCOL.md#connection-profile).
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
}
