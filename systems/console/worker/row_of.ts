/**
 * A line of a recording as a row of the list.
 *
 * @module
 */
import type { Entry } from "./recording_entry.ts";
import type { Row } from "./messages.ts";
import { shownLine } from "./shown_text.ts";

/** The longest note, in characters. */
const MAX_NOTE = 200;

/** The row of an entry. */
export function rowOf(entry: Entry, number: number): Row {
  const start = {
    number,
    ms: entry.ms,
    connection: entry.connection,
    from: null,
    request: null,
    bytes: 0,
    other: null,
    wait: null,
  };
  if (entry.event === "connect") {
    return { ...start, kind: "connect", what: "connected", note: "", isError: false };
  }
  if (entry.event === "close") {
    const note = entry.reason === null ? `by the ${entry.by}` : shownLine(`by the ${entry.by}: ${entry.reason}`);
    return { ...start, kind: "close", what: "closed", note, isError: entry.reason !== null };
  }
  const { from, unreadable, hex } = entry;
  if (unreadable !== null) {
    const { bytes, reason } = unreadable,
      note = shownLine(`${bytes} bytes ${hex === null ? "withheld" : "unreadable"}: ${reason}`);
    return { ...start, kind: "frame", from, what: "unreadable", note, bytes, isError: true };
  }
  const { requestId, body } = entry.envelope as { requestId: string; body: Body }, bytes = (hex?.length ?? 0) / 2;
  const isError = body.type === "Error";
  return { ...start, kind: "frame", from, what: body.type, request: requestId, note: noteOf(body), bytes, isError };
}

/** The members of messages that notes are made of. */
interface Body {
  readonly type: string;
  readonly request?: { readonly sql?: string; readonly table?: { readonly name?: string } };
  readonly result?: { readonly rows?: readonly unknown[]; readonly affectedRows?: unknown };
  readonly code?: string;
  readonly message?: string;
  readonly serverName?: string;
  readonly clientName?: string;
}

function noteOf({ type, request, result, code, message, serverName, clientName }: Body): string {
  if (type === "Error") return cut(`${code}: ${message}`);
  if (request?.sql !== undefined) return cut(request.sql);
  if (request?.table?.name !== undefined) return cut(request.table.name);
  if (result?.rows !== undefined) return result.rows.length === 1 ? "1 row" : `${result.rows.length} rows`;
  return cut(serverName ?? clientName ?? "");
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return shownLine(line.length > MAX_NOTE ? `${line.slice(0, MAX_NOTE)}…` : line);
}

/** The row that stands for lines that never came. */
export function gapRow(missed: number, ms: number): Row {
  const what = missed === 1 ? "1 line was not shown" : `${missed.toLocaleString("en")} lines were not shown`;
  return {
    number: 0,
    kind: "gap",
    ms,
    connection: 0,
    from: null,
    what,
    request: null,
    note: "a recording has them",
    bytes: 0,
    isError: false,
    other: null,
    wait: null,
  };
}
