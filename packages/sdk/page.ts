/**
 * One page of what a driver can only yield in order: skips what came before, stops after the limit.
 *
 * @module
 */
import type { Pagination } from "@fluxwire/wire";
import { DriverError } from "./errors.ts";
import { Turn } from "./turn.ts";

/** Which page is wanted: the members of a statement, of a browse request, or of a key scan. */
export interface PageRequest {
  /** The most items wanted; all where there is no limit. */
  limit?: number | null;
  /** How many items to skip. */
  offset?: number | bigint | null;
  /** The page of a browse request. */
  pagination?: Pagination;
  /** What an earlier page gave as its token. */
  cursor?: string | null;
}

/** A page. */
export interface Page<T> {
  /** Its items. */
  rows: T[];
  /** Asks for the next page; absent on the last one, and where no items were wanted. */
  nextPageToken?: string;
}

/**
 * The page of a source that a request asks for. The source is read to the item behind the page and no further; its
 * `finally` blocks run.
 *
 * @throws {DriverError} `InvalidRequest` for a cursor that is no token of such a page.
 *
 * @example The rows of a statement, and the keys of a scan
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { page } from "@fluxwire/sdk";
 *
 * const names = ["a", "b", "c"];
 * const first = await page(names, { limit: 2 });
 * deepStrictEqual(first, { rows: ["a", "b"], nextPageToken: "2" });
 * deepStrictEqual(await page(names, { limit: 2, cursor: first.nextPageToken }), { rows: ["c"] });
 * deepStrictEqual(await page(names, { pagination: { type: "Offset", limit: 1, offset: 1n } }), {
 *   rows: ["b"],
 *   nextPageToken: "2",
 * });
 * ```
 */
export async function page<T>(source: Iterable<T> | AsyncIterable<T>, request: PageRequest): Promise<Page<T>> {
  const { limit, offset } = windowOf(request);
  const rows: T[] = [];
  let index = 0;
  const turn = new Turn();
  for await (const item of source) {
    if (turn.isOver) await turn.next();
    if (index >= offset + limit) return limit === 0 ? { rows } : { rows, nextPageToken: String(offset + limit) };
    if (index >= offset) rows.push(item);
    index++;
  }
  return { rows };
}

function windowOf({ limit, offset, pagination, cursor }: PageRequest): { limit: number; offset: number } {
  if (pagination !== undefined) return { limit: pagination.limit, offset: Number(pagination.offset) };
  return {
    limit: limit ?? Infinity,
    offset: cursor === null || cursor === undefined ? Number(offset ?? 0) : at(cursor),
  };
}

function at(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new DriverError(
    "InvalidRequest",
    `Cannot read page: cursor ${JSON.stringify(cursor)} is no number of items to skip; start again without a cursor`,
  );
}
