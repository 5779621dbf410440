/**
 * Takes one page from a source that can only be read in order: skips earlier items, stops after the limit.
 *
 * @module
 */
import type { Pagination } from "@fluxwire/wire";
import { DriverError } from "./errors.ts";
import { Turn } from "./turn.ts";

/** The requested page, in the members of a statement, of a browse request, or of a key scan. */
export interface PageRequest {
  /** The most items wanted; all if absent. */
  limit?: number | null;
  /** How many items to skip. */
  offset?: number | bigint | null;
  /** The page of a browse request. */
  pagination?: Pagination;
  /** The token of an earlier page. */
  cursor?: string | null;
}

/** One page of a source, and how to get the next one. */
export interface Page<T> {
  /** Its items. */
  rows: T[];
  /** The token of the next page; absent on the last one, and if the limit is 0. */
  nextPageToken?: string;
}

/**
 * The requested page of a source. Reads the source only up to the item after the page, and runs its `finally` blocks.
 * Other work of the driver runs after every 10 ms of reading.
 *
 * @throws {DriverError} `InvalidRequest` for a cursor that is not a token of {@link page}.
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
    `Cannot read page: cursor ${JSON.stringify(cursor)} is not a page token; start again without a cursor`,
  );
}
