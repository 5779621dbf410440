/**
 * What a session announces of its language, as an editor needs it.
 *
 * @module
 */
import type { OpenedBody } from "../connect/sessions.ts";
import { type Announced, UNKNOWN } from "./tokens.ts";

/** What a session announces; what SQL databases mostly have if it announces nothing. */
export function announcedBy(opened: OpenedBody | null): Announced {
  if (opened === null) return UNKNOWN;
  const { queryLanguage, syntax, editorProfile } = opened.metadata, isSql = queryLanguage.type === "Sql";
  return {
    language: queryLanguage.type,
    nameQuote: syntax?.identifierQuote ?? (isSql ? '"' : null),
    textQuote: syntax?.stringQuote ?? "'",
    comment: editorProfile?.commentPrefix ?? (isSql ? "--" : null),
    placeholder: editorProfile?.placeholder ?? "",
  };
}
