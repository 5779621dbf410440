/** The tables of a log in PostgreSQL, and the function that appends to it. */
import { StorageError } from "../roles.ts";
import type { Connection } from "./connection.ts";

/** The version of the tables. */
const VERSION = 1;

/** What is known of a log when it is opened. */
export interface OpenedLog {
  readonly logId: string;
  /** Whether the server writes what is committed to its disk before it answers. */
  readonly isSynced: boolean;
}

/** A name in double quotes. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The channel on which appends to a log are notified. */
export function channelOf(logId: string): string {
  return `apiplant_${logId.replaceAll("-", "")}`;
}

/**
 * Makes what is missing, once for all servers that start at the same time, and reads the log's id.
 *
 * @throws {StorageError} `invalid` for tables of another version and for a database whose encoding is not UTF8.
 */
export async function openSchema(connection: Connection, schema: string): Promise<OpenedLog> {
  const [server] = await connection.query({
    text: "SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') = 'on' AS synced",
  });
  if (server!.encoding !== "UTF8") {
    throw new StorageError("invalid", `The database has the encoding ${server!.encoding}: create one with UTF8`);
  }
  const [found] = await connection.query({
    text: "SELECT to_regclass($1) AS head",
    values: [`${quoted(schema)}.head`],
  });
  // Several statements in one text are one transaction.
  if (found!.head === null) await connection.query({ text: creation(schema) });
  const [head] = await connection.query({ text: `SELECT log_id, version FROM ${quoted(schema)}.head` });
  if (head!.version !== VERSION) {
    throw new StorageError("invalid", `The tables in ${schema} have the version ${head!.version}, not ${VERSION}`);
  }
  return { logId: String(head!.log_id), isSynced: server!.synced === true };
}

function creation(schema: string): string {
  const at = quoted(schema), literal = schema.replaceAll("'", "''");
  return `
SELECT pg_advisory_xact_lock(hashtext('apiplant ${literal}'));
CREATE SCHEMA IF NOT EXISTS ${at};
CREATE TABLE IF NOT EXISTS ${at}.head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version integer NOT NULL,
  log_id uuid NOT NULL,
  first bigint NOT NULL,
  seq bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS ${at}.events (
  seq bigint PRIMARY KEY,
  id text NOT NULL,
  model text NOT NULL,
  instance text,
  json text NOT NULL
);
CREATE TABLE IF NOT EXISTS ${at}.registers (
  name text PRIMARY KEY,
  value text NOT NULL,
  version bigint NOT NULL
);
INSERT INTO ${at}.head (version, log_id, first, seq)
  VALUES (${VERSION}, gen_random_uuid(), 1, 0) ON CONFLICT DO NOTHING;
CREATE OR REPLACE FUNCTION ${at}.append(
  expected bigint, ids text[], models text[], instances text[], jsons text[], OUT ok boolean, OUT head bigint
) LANGUAGE plpgsql AS $append$
BEGIN
  -- The lock of this row is held until the commit: the next append waits, so places become visible in their order.
  UPDATE ${at}.head h SET seq = h.seq + cardinality(ids) WHERE h.seq = expected RETURNING h.seq INTO head;
  ok := FOUND;
  IF NOT ok THEN
    SELECT h.seq INTO head FROM ${at}.head h;
    RETURN;
  END IF;
  INSERT INTO ${at}.events (seq, id, model, instance, json)
    SELECT expected + d.place, d.id, d.model, d.instance, d.json
    FROM unnest(ids, models, instances, jsons) WITH ORDINALITY AS d (id, model, instance, json, place);
  PERFORM pg_notify('apiplant_' || (SELECT replace(h.log_id::text, '-', '') FROM ${at}.head h), head::text);
END
$append$;`;
}
