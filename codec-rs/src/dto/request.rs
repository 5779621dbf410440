//! The host's requests.

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
    /// A message from the host.
    struct DriverRequestEnvelope {
        /// The version that both ends agreed on; in Hello the highest that the host supports.
        protocol_version: ProtocolVersion,
        /// 0 for Hello, then counting up, not always in order.
        request_id: u64,
        /// The session the request is for.
        session_id: Option<Uuid>,
        /// How long the host will wait; the real host never sets it.
        timeout_ms: Option<u64>,
        /// The method and its parameters.
        body: DriverRequestBody,
    }

    /// The method and its parameters. This is the table of the protocol's methods, each with its answer.
    enum DriverRequestBody {
        /// Opens the conversation.
        Hello(DriverHelloRequest) => Hello [in connection],
        /// Opens a session with the values of a form.
        OpenSession {
            /// The connection profile as JSON (PROTOCOL.md#connection-profile).
            profile_json: String,
            /// The value of the form's field with the id `password`; absent unless saved or being tested.
            password: Option<String>,
            /// The password or passphrase of an SSH tunnel; in practice absent.
            ssh_secret: Option<String>,
        } => SessionOpened [in connection],
        /// Ends a session; the real host mostly just disconnects.
        CloseSession => SessionClosed [in session],
        /// Checks that the driver is alive.
        Ping => Pong [in session],
        /// Runs a statement.
        Execute { request: QueryRequestDto } => ExecuteResult [in query, gives EXPORT_CSV EXPORT_JSON],
        /// Runs a statement and gives its result a handle.
        ExecuteWithHandle { request: QueryRequestDto } => ExecuteWithHandleResult [in query, by Execute],
        /// Cancels a statement by its handle, which only finished statements have: drivers answer, but end nothing.
        Cancel {
            /// The handle that ExecuteWithHandle returned.
            handle_id: Uuid,
        } => Cancelled [in session],
        /// Ends the running call of the session.
        CancelActive => Cancelled [in session],
        /// Cleans up the session after a cancelled statement, such as by rolling back.
        CleanupAfterCancel => CleanupComplete [in session],
        /// Describes the contents of the current database; the real host requests it right after opening a session, and its
        /// tree shows only the schemas of a relational answer.
        Schema => Schema [in schema],
        /// Lists the databases of the server.
        ListDatabases => Databases [in schema],
        /// Describes the contents of another database; the real host requests it when the user first opens that database.
        SchemaForDatabase {
            /// One of the listed databases.
            database: String,
        } => SchemaForDatabase [in schema, gives MULTIPLE_DATABASES],
        /// Describes a table with its columns, keys and constraints; only SchemaIndexes sends indexes (H3).
        TableDetails {
            /// The database it is in.
            database: String,
            /// The schema it is in; absent without schemas.
            schema: Option<String>,
            /// The name, unquoted and without the schema.
            table: String,
        } => TableDetails [in schema],
        /// Describes a view.
        ViewDetails {
            /// The database it is in.
            database: String,
            /// The schema it is in; absent without schemas.
            schema: Option<String>,
            /// The name, unquoted and without the schema.
            view: String,
        } => ViewDetails [in schema, gives VIEWS],
        /// Chooses the database of later statements; null for none.
        SetActiveDatabase {
            /// One of the listed databases, or absent.
            database: Option<String>,
        } => ActiveDatabaseSet [in schema, gives MULTIPLE_DATABASES],
        /// Reads a page of a table's rows.
        BrowseTable { request: TableBrowseRequest } => BrowseResult [in rows, gives PAGINATION SORTING FILTERING],
        /// Counts the rows of a table that match.
        CountTable { request: TableCountRequest } => CountResult [in rows],
        /// Reads a page of a collection's documents; a request with a JSON filter cannot be read (H4).
        BrowseCollection { request: CollectionBrowseRequest } => BrowseResult [in rows, gives PAGINATION],
        /// Counts the documents of a collection that match; a request with a JSON filter cannot be read (H4).
        CountCollection { request: CollectionCountRequest } => CountResult [in rows],
        /// Describes how a statement, or the reading of a table, would be run.
        Explain { request: ExplainRequest } => BrowseResult [in query],
        /// Describes a table's columns, one row each.
        DescribeTable { request: DescribeRequest } => BrowseResult [in query],
        /// Plans the statements that a request would run, without running them; only sent under version 1.1 or later.
        PlanSemantic { request: SemanticRequest } => SemanticPlan [in query],
        /// Changes columns of one row.
        UpdateRow { patch: RowPatch } => CrudResult [in rows, gives UPDATE],
        /// Adds a row.
        InsertRow { insert: RowInsert } => CrudResult [in rows, gives INSERT],
        /// Removes a row.
        DeleteRow { delete: RowDelete } => CrudResult [in rows, gives DELETE],
        /// Changes documents; cannot be read (H4).
        UpdateDocument { update: DocumentUpdate } => CrudResult [in documents],
        /// Adds documents; cannot be read (H4).
        InsertDocument { insert: DocumentInsert } => CrudResult [in documents],
        /// Removes documents; cannot be read (H4).
        DeleteDocument { delete: DocumentDelete } => CrudResult [in documents],
        /// Lists the types that users defined.
        SchemaTypes {
            /// The database to look in.
            database: String,
            /// The schema to look in; absent without schemas.
            schema: Option<String>,
        } => SchemaTypes [in schema, gives CUSTOM_TYPES],
        /// Lists the indexes of all tables, the only way to send any (H3).
        SchemaIndexes {
            /// The database to look in.
            database: String,
            /// The schema to look in; absent without schemas.
            schema: Option<String>,
        } => SchemaIndexes [in schema, gives INDEXES],
        /// Lists the foreign keys of all tables.
        SchemaForeignKeys {
            /// The database to look in.
            database: String,
            /// The schema to look in; absent without schemas.
            schema: Option<String>,
        } => SchemaForeignKeys [in schema, gives FOREIGN_KEYS],
        /// Names the database that statements run in; the host reads an error as none.
        ActiveDatabase => ActiveDatabaseResult [in schema],
        /// Reads a page of keys; the real host requests it when a keyspace is opened, if the driver has KV_SCAN.
        KvScanKeys { request: KeyScanRequest } => KvScanResult [in keys, gives KV_SCAN],
        /// Reads a key with its value.
        KvGetKey { request: KeyGetRequest } => KvGetResult [in keys, gives KV_GET KV_VALUE_SIZE],
        /// Sets the value of a key.
        KvSetKey { request: KeySetRequest } => KvBoolResult as Done [in keys, gives KV_SET],
        /// Removes a key; false if it did not exist.
        KvDeleteKey { request: KeyDeleteRequest } => KvBoolResult [in keys, gives KV_DELETE],
        /// Returns whether a key exists.
        KvExistsKey { request: KeyExistsRequest } => KvBoolResult [in keys, gives KV_EXISTS],
        /// Returns the type of a key's value.
        KvKeyType { request: KeyTypeRequest } => KvStringResult as Json(crate::dto::keys::KeyType) [in keys, gives KV_KEY_TYPES],
        /// Returns a key's time to live in seconds: -1 without an end, null if unknown.
        KvKeyTtl { request: KeyTtlRequest } => KvStringResult as Json(Option<i64>) [in keys, gives KV_TTL],
        /// Sets a key's time to live in seconds; false if it does not exist.
        KvExpireKey { request: KeyExpireRequest } => KvBoolResult [in keys],
        /// Removes a key's time to live; false if it had none.
        KvPersistKey { request: KeyPersistRequest } => KvBoolResult [in keys],
        /// Renames a key.
        KvRenameKey { request: KeyRenameRequest } => KvBoolResult as Done [in keys, gives KV_RENAME],
        /// Reads several keys with their values, in the order of the request; null for a missing key.
        KvBulkGet { request: KeyBulkGetRequest } => KvBulkGetResult [in keys, gives KV_BULK_GET],
        /// Sets fields of a hash.
        KvHashSet { request: HashSetRequest } => KvBoolResult as Done [in keys],
        /// Removes fields of a hash; false if none existed.
        KvHashDelete { request: HashDeleteRequest } => KvBoolResult [in keys],
        /// Sets an element of a list.
        KvListSet { request: ListSetRequest } => KvBoolResult as Done [in keys],
        /// Adds elements to a list.
        KvListPush { request: ListPushRequest } => KvBoolResult as Done [in keys],
        /// Removes elements of a list; false if none matched.
        KvListRemove { request: ListRemoveRequest } => KvBoolResult [in keys],
        /// Adds members to a set; false if it had them all.
        KvSetAdd { request: SetAddRequest } => KvBoolResult [in keys],
        /// Removes members of a set; false if it had none of them.
        KvSetRemove { request: SetRemoveRequest } => KvBoolResult [in keys],
        /// Adds members to a sorted set; false if it had them all.
        KvZSetAdd { request: ZSetAddRequest } => KvBoolResult [in keys],
        /// Removes members of a sorted set; false if it had none of them.
        KvZSetRemove { request: ZSetRemoveRequest } => KvBoolResult [in keys],
        /// Adds an entry to a stream; returns its id.
        KvStreamAdd { request: StreamAddRequest } => KvStringResult [in keys, gives KV_STREAM_ADD],
        /// Removes entries of a stream; returns how many existed.
        KvStreamDelete { request: StreamDeleteRequest } => KvU64Result [in keys, gives KV_STREAM_DELETE],
        /// Lists the statements that the menu of a table or view offers; the host reads an error as none.
        CodeGenerators => CodeGeneratorsResult [in code],
        /// Generates a statement about a table.
        GenerateCode {
            /// The id of one of the CodeGenerators.
            generator_id: String,
            /// The table, as the driver described it earlier.
            table: TableInfo,
        } => GenerateCodeResult [in code],
    }
}
