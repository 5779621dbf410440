/**
 * Statements from lines.
 *
 * @module
 */

/** Texts and comments, in which a semicolon ends nothing. */
const CLOSED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|(\$(?:[A-Za-z_]\w*)?\$)[^]*?\1|--[^\n]*|\/\*[^]*?\*\//g;
/** A text or comment that has begun. */
const OPEN = /['"`]|\/\*|\$(?:[A-Za-z_]\w*)?\$/;
/** A line that needs no semicolon: a command. */
const COMMAND = /^\s*(\\|(help|quit|exit)\s*$)/;

/** Puts statements together from lines. One of SQL ends with a semicolon or an empty line, any other with its line. */
export class StatementReader {
  readonly #isSql: boolean;
  #text = "";

  /** @param isSql Whether statements may have several lines. */
  constructor(isSql: boolean) {
    this.#isSql = isSql;
  }

  /** Whether a statement has begun. */
  get hasBegun(): boolean {
    return this.#text !== "";
  }

  /** Adds a line; the statement, if it ends with this line, otherwise null. */
  add(line: string): string | null {
    if (!this.#isSql || !this.hasBegun && COMMAND.test(line)) return line.trim() === "" ? null : line;
    if (!this.hasBegun && line.trim() === "") return null;
    this.#text = this.hasBegun ? `${this.#text}\n${line}` : line;
    const { isOpen, text } = outsideOf(this.#text);
    return !isOpen && (/;\s*$/.test(text) || line.trim() === "") ? this.end() : null;
  }

  /** The statement that has begun, ended here; null if none has, or only comments. */
  end(): string | null {
    const statement = this.#text.trim();
    this.#text = "";
    return outsideOf(statement).text.trim() === "" ? null : statement;
  }
}

/** A text with its quoted parts and comments taken out, and whether one of them has no end. */
function outsideOf(sql: string): { isOpen: boolean; text: string } {
  const text = sql.replace(CLOSED, (part) => /^(--|\/\*)/.test(part) ? " " : "x");
  return { isOpen: OPEN.test(text), text };
}
