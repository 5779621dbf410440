/**
 * A statement that reads a table, for a driver that generates none.
 *
 * @module
 */
import type { NodeNames } from "../../worker/tree/messages.ts";
import type { OpenedBody } from "../connect/sessions.ts";

/** The statement in SQL, with names quoted as the driver announces; for other languages the name alone. */
export function ownStatement({ metadata }: OpenedBody, name: string, { schema }: NodeNames): string {
  if (metadata.queryLanguage.type !== "Sql") return name;
  const quote = metadata.syntax?.identifierQuote ?? '"', end = quote === "[" ? "]" : quote;
  const quoted = (one: string): string => `${quote}${end === "" ? one : one.replaceAll(end, end + end)}${end}`;
  return `SELECT * FROM ${schema === null ? "" : `${quoted(schema)}.`}${quoted(name)}`;
}
