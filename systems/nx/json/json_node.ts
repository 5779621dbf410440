/**
 * JSON with the place of each value: what is cut out of a text must be its bytes, not what was understood of them.
 *
 * @module
 */

/** Deeper brackets are refused: a file that a person writes has a few levels. */
const MAX_DEPTH = 256;

/** A value, and where it stands: offsets into the text, the end not included. */
export type JsonNode = { readonly start: number; readonly end: number } & JsonValue;

type JsonValue =
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" };

/** A member of an object. */
export interface JsonMember {
  /** Its name. */
  readonly name: string;
  /** Where its name stands. */
  readonly start: number;
  /** Its value. */
  readonly value: JsonNode;
}

/** A text is no JSON. */
export class JsonError extends Error {
  /** The class's name. */
  override readonly name = "JsonError";

  /**
   * @param offset Of the first character that cannot stand there.
   * @param expected What could: `a value`.
   */
  constructor(readonly offset: number, readonly expected: string) {
    super(`Cannot read JSON at offset ${offset}: expected ${expected}`);
  }
}

/**
 * Reads a whole text. A byte order mark at its start is skipped.
 *
 * @throws {JsonError} for what is no JSON, and brackets that are nested deeper than 256 levels.
 */
export function readJson(text: string): JsonNode {
  const reader = new Reader(text);
  const node = reader.value(0);
  reader.end();
  return node;
}

/** The member of an object; undefined for other values, and without such a member. Of several, the last one. */
export function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  return node.kind === "object" ? node.members.findLast((member) => member.name === name)?.value : undefined;
}

/** What a value is, for messages. */
export function kindText({ kind }: JsonNode): string {
  return {
    object: "an object",
    array: "a list",
    text: "a text",
    number: "a number",
    boolean: "a boolean",
    null: "null",
  }[
    kind
  ];
}

class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  value(depth: number): JsonNode {
    this.#skipBlanks();
    const start = this.#at;
    if (depth > MAX_DEPTH) throw new JsonError(start, `no bracket here: ${MAX_DEPTH} levels are the limit`);
    const value = this.#valueAt(this.#text[start], depth);
    return { ...value, start, end: this.#at };
  }

  end(): void {
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw new JsonError(this.#at, "the end of the file");
  }

  #valueAt(first: string | undefined, depth: number): JsonValue {
    if (first === "{") return { kind: "object", members: this.#members(depth) };
    if (first === "[") return { kind: "array", items: this.#items(depth) };
    if (first === '"') return { kind: "text", value: this.#string() };
    if (this.#takeWord("true")) return { kind: "boolean", value: true };
    if (this.#takeWord("false")) return { kind: "boolean", value: false };
    if (this.#takeWord("null")) return { kind: "null" };
    return { kind: "number", value: this.#number() };
  }

  #members(depth: number): JsonMember[] {
    const members: JsonMember[] = [];
    this.#at++;
    this.#skipBlanks();
    if (this.#take("}")) return members;
    do {
      this.#skipBlanks();
      const start = this.#at;
      if (this.#text[start] !== '"') throw new JsonError(start, "the name of a member in double quotes");
      const name = this.#string();
      this.#skipBlanks();
      if (!this.#take(":")) throw new JsonError(this.#at, "a colon");
      members.push({ name, start, value: this.value(depth + 1) });
      this.#skipBlanks();
    } while (this.#take(","));
    if (!this.#take("}")) throw new JsonError(this.#at, "a comma or }");
    return members;
  }

  #items(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    this.#at++;
    this.#skipBlanks();
    if (this.#take("]")) return items;
    do {
      items.push(this.value(depth + 1));
      this.#skipBlanks();
    } while (this.#take(","));
    if (!this.#take("]")) throw new JsonError(this.#at, "a comma or ]");
    return items;
  }

  /** A text in quotes; what it means is the engine's to say, once its end is known. */
  #string(): string {
    const start = this.#at++;
    for (;; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code)) throw new JsonError(this.#at, 'a closing "');
      if (code < 0x20) throw new JsonError(this.#at, 'a closing ", or the character as an escape such as \\n');
      if (code === 0x22) break;
      if (code === 0x5c) this.#escape();
    }
    this.#at++;
    return JSON.parse(this.#text.slice(start, this.#at));
  }

  #escape(): void {
    const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(this.#text.slice(this.#at + 1, this.#at + 6));
    if (escape === null) {
      throw new JsonError(this.#at, 'an escape such as \\n or \\u00e4; a backslash itself is "\\\\"');
    }
    this.#at += escape[0].length;
  }

  #number(): number {
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = this.#at;
    const found = number.exec(this.#text);
    if (found === null) throw new JsonError(this.#at, "a value");
    this.#at = number.lastIndex;
    return Number(found[0]);
  }

  #takeWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #skipBlanks(): void {
    while (this.#at < this.#text.length && " \t\r\n".includes(this.#text[this.#at]!)) this.#at++;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}
