/**
 * Browsing, counting and changing rows.
 *
 * @module
 */
import type {
  CollectionBrowseRequest,
  CollectionCountRequest,
  CrudResult,
  RowDelete,
  RowInsert,
  RowPatch,
  TableBrowseRequest,
  TableCountRequest,
} from "@fluxwire/wire";
import { type QueryResult, type ResultOptions, toQueryResult } from "../result.ts";
import { type Cell, toValue } from "../value.ts";
import type { Context } from "./context.ts";
import { type Method, method } from "./method.ts";

/** What a write did. */
export interface WriteResult {
  /** Rows it changed. */
  affectedRows: number | bigint;
  /** The row as it is now, its cells in the order of the table's columns. */
  returningRow?: readonly Cell[] | null;
}

/** What browses, counts and changes rows. */
export interface RowMethods {
  /** A page of a table's rows. */
  browseTable?(request: TableBrowseRequest, context: Context): QueryResult | Promise<QueryResult>;
  /** How many rows of a table match. */
  countTable?(request: TableCountRequest, context: Context): number | bigint | Promise<number | bigint>;
  /** A page of a collection's documents. A request with a JSON filter never arrives (H4). */
  browseCollection?(request: CollectionBrowseRequest, context: Context): QueryResult | Promise<QueryResult>;
  /** How many documents of a collection match. A request with a JSON filter never arrives (H4). */
  countCollection?(request: CollectionCountRequest, context: Context): number | bigint | Promise<number | bigint>;
  /** Changes columns of one row. */
  updateRow?(patch: RowPatch, context: Context): WriteResult | Promise<WriteResult>;
  /** Adds a row. */
  insertRow?(insert: RowInsert, context: Context): WriteResult | Promise<WriteResult>;
  /** Removes a row. */
  deleteRow?(request: RowDelete, context: Context): WriteResult | Promise<WriteResult>;
}

/** The requests about rows. */
export const ROW_METHODS: Readonly<
  Record<
    "BrowseTable" | "CountTable" | "BrowseCollection" | "CountCollection" | "UpdateRow" | "InsertRow" | "DeleteRow",
    Method
  >
> = {
  BrowseTable: method<"BrowseTable", "browseTable">("browseTable", ({ request }) => [request], browsed),
  CountTable: method<"CountTable", "countTable">("countTable", ({ request }) => [request], counted),
  BrowseCollection: method<"BrowseCollection", "browseCollection">(
    "browseCollection",
    ({ request }) => [request],
    browsed,
  ),
  CountCollection: method<"CountCollection", "countCollection">("countCollection", ({ request }) => [request], counted),
  UpdateRow: method<"UpdateRow", "updateRow">("updateRow", ({ patch }) => [patch], written),
  InsertRow: method<"InsertRow", "insertRow">("insertRow", ({ insert }) => [insert], written),
  DeleteRow: method<"DeleteRow", "deleteRow">("deleteRow", (body) => [body.delete], written),
};

async function browsed(result: QueryResult, options: ResultOptions) {
  return { type: "BrowseResult" as const, result: await toQueryResult(result, options) };
}

function counted(count: number | bigint) {
  return { type: "CountResult" as const, count: BigInt(count) };
}

function written({ affectedRows, returningRow }: WriteResult) {
  const result: CrudResult = {
    affectedRows: BigInt(affectedRows),
    returningRow: returningRow?.map((cell) => toValue(cell, false)) ?? null,
  };
  return { type: "CrudResult" as const, result };
}
