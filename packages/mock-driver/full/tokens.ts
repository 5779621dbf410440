/**
 * Splits statements into words.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";

/** A word of a statement. */
export interface Token {
  /** Its kind. */
  kind: "word" | "name" | "text" | "bytes" | "number" | "parameter" | "symbol" | "end";
  /** Its text, without quotes. */
  text: string;
  /** Its offset, for errors. */
  at: number;
}

const PATTERNS: readonly [Token["kind"] | "space", RegExp][] = [
  ["space", /(\s|--[^\n]*)+/y],
  ["bytes", /[xX]'((?:[0-9a-fA-F]{2})*)'/y],
  ["text", /'((?:[^']|'')*)'/y],
  ["name", /"((?:[^"]|"")*)"/y],
  ["number", /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y],
  ["parameter", /\?|\$\d+/y],
  ["word", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["symbol", /<>|!=|<=|>=|[=<>(),.*;]/y],
];

/**
 * The words of a statement, followed by an `end`.
 *
 * @throws {DriverError} `Driver` for a character that begins no word; the message names it.
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const { kind, match } = next(sql, at);
    if (kind !== "space") tokens.push({ kind, text: unquoted(kind, match), at });
    at += match[0].length;
  }
  return [...tokens, { kind: "end", text: "the end", at }];
}

function next(sql: string, at: number): { kind: Token["kind"] | "space"; match: RegExpExecArray } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(sql);
    if (match !== null) return { kind, match };
  }
  throw new DriverError("Driver", `Syntax error at ${at}: ${JSON.stringify(sql.slice(at, at + 10))} begins no word`);
}

function unquoted(kind: Token["kind"], match: RegExpExecArray): string {
  const inner = match[1] ?? match[0];
  if (kind === "text") return inner.replaceAll("''", "'");
  return kind === "name" ? inner.replaceAll('""', '"') : kind === "bytes" ? inner : match[0];
}
