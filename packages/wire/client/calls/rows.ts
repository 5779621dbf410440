/**
 * Calls that browse, count and change rows.
 *
 * @module
 */
import type {
  CollectionBrowseRequest,
  CollectionCountRequest,
  CrudResult,
  QueryResultDto,
  RowDelete,
  RowInsert,
  RowPatch,
  TableBrowseRequest,
  TableCountRequest,
} from "../../dto.ts";
import { call, type CallTable, requestCall, type With } from "./call.ts";

/** What browses, counts and changes rows. Writes of documents have no form on the wire (H4). */
export interface RowCalls {
  /** A page of a table's rows. */
  browseTable: With<TableBrowseRequest, QueryResultDto>;
  /** How many rows of a table match. */
  countTable: With<TableCountRequest, bigint>;
  /** A page of a collection's documents. */
  browseCollection: With<CollectionBrowseRequest, QueryResultDto>;
  /** How many documents of a collection match. */
  countCollection: With<CollectionCountRequest, bigint>;
  /** Changes columns of one row. */
  updateRow: With<RowPatch, CrudResult>;
  /** Adds a row. */
  insertRow: With<RowInsert, CrudResult>;
  /** Removes a row. */
  deleteRow: With<RowDelete, CrudResult>;
}

/** The requests behind them. */
export const ROW_CALLS: CallTable<RowCalls> = {
  browseTable: requestCall("BrowseTable", ({ result }) => result),
  countTable: requestCall("CountTable", ({ count }) => count),
  browseCollection: requestCall("BrowseCollection", ({ result }) => result),
  countCollection: requestCall("CountCollection", ({ count }) => count),
  updateRow: call("UpdateRow", (patch: RowPatch) => ({ patch }), ({ result }) => result),
  insertRow: call("InsertRow", (insert: RowInsert) => ({ insert }), ({ result }) => result),
  deleteRow: call("DeleteRow", (row: RowDelete) => ({ delete: row }), ({ result }) => result),
};
