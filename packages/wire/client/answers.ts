/**
 * Which response answers which request (PROTOCOL.md#methods). Besides these, every request may be answered by `Error`.
 *
 * @module
 */
import type { DriverRequestBody, DriverResponseBody, DriverResponseEnvelope } from "../dto.ts";

/** A request's name. */
export type Method = DriverRequestBody["type"];

/** The name of the response that answers each request. */
export const ANSWERS = {
  Hello: "Hello",
  OpenSession: "SessionOpened",
  CloseSession: "SessionClosed",
  Ping: "Pong",
  Execute: "ExecuteResult",
  ExecuteWithHandle: "ExecuteWithHandleResult",
  Cancel: "Cancelled",
  CancelActive: "Cancelled",
  CleanupAfterCancel: "CleanupComplete",
  Schema: "Schema",
  ListDatabases: "Databases",
  SchemaForDatabase: "SchemaForDatabase",
  TableDetails: "TableDetails",
  ViewDetails: "ViewDetails",
  SetActiveDatabase: "ActiveDatabaseSet",
  BrowseTable: "BrowseResult",
  CountTable: "CountResult",
  BrowseCollection: "BrowseResult",
  CountCollection: "CountResult",
  Explain: "BrowseResult",
  DescribeTable: "BrowseResult",
  PlanSemantic: "SemanticPlan",
  UpdateRow: "CrudResult",
  InsertRow: "CrudResult",
  DeleteRow: "CrudResult",
  UpdateDocument: "CrudResult",
  InsertDocument: "CrudResult",
  DeleteDocument: "CrudResult",
  SchemaTypes: "SchemaTypes",
  SchemaIndexes: "SchemaIndexes",
  SchemaForeignKeys: "SchemaForeignKeys",
  ActiveDatabase: "ActiveDatabaseResult",
  KvScanKeys: "KvScanResult",
  KvGetKey: "KvGetResult",
  KvSetKey: "KvBoolResult",
  KvDeleteKey: "KvBoolResult",
  KvExistsKey: "KvBoolResult",
  KvKeyType: "KvStringResult",
  KvKeyTtl: "KvStringResult",
  KvExpireKey: "KvBoolResult",
  KvPersistKey: "KvBoolResult",
  KvRenameKey: "KvBoolResult",
  KvBulkGet: "KvBulkGetResult",
  KvHashSet: "KvBoolResult",
  KvHashDelete: "KvBoolResult",
  KvListSet: "KvBoolResult",
  KvListPush: "KvBoolResult",
  KvListRemove: "KvBoolResult",
  KvSetAdd: "KvBoolResult",
  KvSetRemove: "KvBoolResult",
  KvZSetAdd: "KvBoolResult",
  KvZSetRemove: "KvBoolResult",
  KvStreamAdd: "KvStringResult",
  KvStreamDelete: "KvU64Result",
  CodeGenerators: "CodeGeneratorsResult",
  GenerateCode: "GenerateCodeResult",
} as const;

/** The body that answers a request. */
export type Answer<M extends Method> = Extract<DriverResponseBody, { type: (typeof ANSWERS)[M] }>;

/** The envelope that answers a request. */
export interface AnswerEnvelope<M extends Method> extends Omit<DriverResponseEnvelope, "body"> {
  /** The result. */
  body: Answer<M>;
}
