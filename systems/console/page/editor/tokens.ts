/**
 * The parts of a statement by what the driver announces of its language: quotes, comments, and the words of SQL.
 *
 * @module
 */
import type { StringStream } from "./codemirror.ts";

/** What a driver announces of its language. */
export interface Announced {
  /** The language, such as `Sql` or `RedisCommands`. */
  readonly language: string;
  /** The quote of names; null if it is not known. */
  readonly nameQuote: string | null;
  /** The quote of texts. */
  readonly textQuote: string;
  /** The start of a comment; null for none. */
  readonly comment: string | null;
  /** What is shown in an empty editor. */
  readonly placeholder: string;
}

/** What a driver that announces nothing speaks. */
export const UNKNOWN: Announced = {
  language: "Sql",
  nameQuote: '"',
  textQuote: "'",
  comment: "--",
  placeholder: "",
};

/** Where a line begins: inside of what the line before has left open. */
export interface TokenState {
  /** The text that closes what is open; null if nothing is. */
  end: string | null;
  /** What is open. */
  name: string;
}

/** Languages whose words are those of SQL. */
const LIKE_SQL: ReadonlySet<string> = new Set(["Sql", "OpenSearchSql", "Cql", "InfluxQuery"]);

const WORDS: ReadonlySet<string> = new Set(
  ("all alter and as asc begin between by case cast check column commit constraint create cross default delete desc " +
    "distinct drop else end except exists explain false fetch first foreign from full group having if in index inner " +
    "insert intersect into is join key last left like limit natural not null nulls offset on or order outer over " +
    "partition primary references returning right rollback select set table then transaction true truncate union " +
    "unique update using values view when where window with").split(" "),
);

/** The language of hooks and of JSON. */
export const JAVASCRIPT: Announced = {
  language: "JavaScript",
  nameQuote: "`",
  textQuote: "'",
  comment: "//",
  placeholder: "",
};

const SCRIPT_WORDS: ReadonlySet<string> = new Set(
  ("async await break case catch class const continue default delete do else export extends false finally for from " +
    "function if import in instanceof let new null of return static super switch this throw true try type typeof " +
    "undefined var void while yield").split(" "),
);

/** A tokenizer for an editor's lines. */
export function tokenizerOf({ language, nameQuote, textQuote, comment }: Announced): {
  startState(): TokenState;
  token(stream: StringStream, state: TokenState): string | null;
} {
  const isSql = LIKE_SQL.has(language), isScript = language === JAVASCRIPT.language;
  const openings: [start: string, end: string, name: string][] = [
    [textQuote || "'", textQuote || "'", "string"],
    ...(nameQuote
      ? [[nameQuote, nameQuote === "[" ? "]" : nameQuote, "variableName"] as [string, string, string]]
      : []),
    ...(isSql || isScript ? [["/*", "*/", "comment"] as [string, string, string]] : []),
    ...(!isSql && textQuote !== '"' && nameQuote !== '"' ? [['"', '"', "string"] as [string, string, string]] : []),
  ];
  return {
    startState: () => ({ end: null, name: "" }),
    token(stream, state) {
      if (state.end !== null) return closed(stream, state, isScript);
      if (stream.eatSpace()) return null;
      if (comment !== null && comment !== "" && stream.match(comment)) {
        stream.skipToEnd();
        return "comment";
      }
      const opening = openings.find(([start]) => stream.match(start));
      if (opening !== undefined) {
        [, state.end, state.name] = opening;
        return closed(stream, state, isScript);
      }
      if (stream.match(/^\d+(\.\d+)?([eE][+-]?\d+)?\b/)) return "number";
      const word = stream.match(/^[\p{L}_][\p{L}\p{N}_$]*/u);
      if (word !== null && typeof word === "object") {
        const isWord = isSql ? WORDS.has(word[0].toLowerCase()) : isScript && SCRIPT_WORDS.has(word[0]);
        return isWord ? "keyword" : null;
      }
      stream.next();
      return null;
    },
  };
}

/** Goes on to the end of what is open, or of the line. */
function closed(stream: StringStream, state: TokenState, hasEscapes: boolean): string {
  const { end, name } = state;
  while (!stream.eol()) {
    if (stream.match(end!)) {
      state.end = null;
      return name;
    }
    if (stream.next() === "\\" && hasEscapes) stream.next();
  }
  return name;
}
