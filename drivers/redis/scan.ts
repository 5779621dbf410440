/**
 * Reads pages of keys with SCAN.
 *
 * @module
 */
import { DriverError, type KeyScanPage, type KeyScanRequest } from "@fluxwire/sdk";
import type { RedisConnection } from "./connection.ts";
import { readEntries } from "./key_facts.ts";
import type { Command, Reply } from "./command.ts";

/** The size of a page if the host requests 0 keys. */
const DEFAULT_LIMIT = 100;
/** The most keys that one SCAN examines, during which the server serves no other client. */
const MAX_COUNT = 1_000;
/** The most keys examined for one page: a rare filter gives a short page soon, not a full one late. */
const MAX_VISITED = 200_000;

/**
 * A page of keys with their types and times to live. It can have more keys than the limit, as SCAN returns them in
 * groups, or fewer, and then still has a cursor if the scan is not complete.
 *
 * A key is at most once on a page, and on two pages only if keys are added or removed meanwhile.
 *
 * @throws {DriverError} `InvalidRequest` for a cursor that no page returned.
 */
export async function scanKeys(
  connection: RedisConnection,
  request: KeyScanRequest,
  signal: AbortSignal,
): Promise<KeyScanPage> {
  const options = { signal, database: request.keyspace };
  const limit = request.limit || DEFAULT_LIMIT;
  const count = request.filter ? MAX_COUNT : Math.min(limit, MAX_COUNT);
  const keys = new Map<string, Uint8Array>();
  let cursor = checkedCursor(request.cursor ?? "0");
  for (let visited = 0; keys.size < limit && visited < MAX_VISITED; visited += count) {
    const filter = request.filter ? ["MATCH", request.filter] : [];
    const command: Command = ["SCAN", cursor, ...filter, "COUNT", String(count)];
    const page = toPage(await connection.call(command, options));
    for (const key of page.keys) keys.set(latin1.decode(key), key);
    cursor = page.cursor;
    if (cursor === "0") break;
  }
  const wanted = { includeType: true, includeTtl: true, includeSize: false };
  const entries = await readEntries(connection, [...keys.values()], wanted, options);
  // A key may have ended since SCAN saw it.
  return { entries: entries.filter((entry) => entry !== null), nextCursor: cursor === "0" ? null : cursor };
}

/** One character for each byte, so that equal texts are equal bytes. */
const latin1 = new TextDecoder("latin1");

function checkedCursor(cursor: string): string {
  if (/^\d{1,20}$/.test(cursor)) return cursor;
  throw new DriverError("InvalidRequest", `Cannot go on from cursor ${JSON.stringify(cursor)}: it is no number`);
}

function toPage(reply: Reply): { cursor: string; keys: Uint8Array[] } {
  const [cursor, keys] = reply as [Uint8Array, Uint8Array[]];
  return { cursor: latin1.decode(cursor), keys };
}
