/**
 * Reads the words of a statement one after the other.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";
import { date, decimal, DriverError, json, objectId, time } from "@fluxwire/sdk";
import { type Token, tokenize } from "./tokens.ts";

/** Typed literals: `DATE '2024-01-02'`. */
const TYPED: Readonly<Record<string, (text: string) => Value>> = {
  DATE: date,
  TIME: time,
  TIMESTAMP: (value) => ({ type: "DateTime", value }),
  DECIMAL: decimal,
  JSON: json,
  OBJECTID: objectId,
};

const CONSTANTS: Readonly<Record<string, Value>> = { NULL: null, TRUE: true, FALSE: false };

/** A position in the words of a statement. */
export class TokenReader {
  readonly #tokens: Token[];
  readonly #params: readonly Value[];
  #at = 0;
  #nextParam = 0;

  /** Begins at the first word; `params` are the values of `?` and `$1`. */
  constructor(sql: string, params: readonly Value[]) {
    this.#tokens = tokenize(sql);
    this.#params = params;
  }

  /** The current word. */
  get token(): Token {
    return this.#tokens[this.#at]!;
  }

  /** The next word. */
  get next(): Token {
    return this.#tokens[this.#at + 1] ?? this.token;
  }

  /** Skips a number of words. */
  pass(count: number = 1): void {
    this.#at += count;
  }

  /** Skips a keyword, if it is next. */
  word(word: string): boolean {
    return this.#take("word", (text) => text.toUpperCase() === word);
  }

  /** Skips a symbol, if it is next. */
  symbol(symbol: string): boolean {
    return this.#take("symbol", (text) => text === symbol);
  }

  /** Skips a keyword, which is required. */
  need(word: string): void {
    if (!this.word(word)) this.fail(word);
  }

  /** Skips a symbol, which is required. */
  needSymbol(symbol: string): void {
    if (!this.symbol(symbol)) this.fail(`"${symbol}"`);
  }

  /** Requires the end, after an optional semicolon. */
  needEnd(): void {
    this.symbol(";");
    if (this.token.kind !== "end") this.fail("the end");
  }

  /** A name. */
  name(): string {
    const { kind, text } = this.token;
    if (kind !== "word" && kind !== "name") this.fail("a name");
    this.pass();
    return text;
  }

  /** A column's name; its table's name may come before it, and is ignored. */
  columnName(): string {
    const name = this.name();
    return this.symbol(".") ? this.name() : name;
  }

  /** A table's name, after its database's name and a dot if given. */
  tableName(): string {
    const name = this.name();
    return this.symbol(".") ? `${name}.${this.name()}` : name;
  }

  /** A literal or parameter; undefined if neither is next. */
  literal(): Value | undefined {
    const { kind, text } = this.token;
    const word = kind === "word" ? text.toUpperCase() : "";
    if (Object.hasOwn(TYPED, word) && this.next.kind === "text") {
      this.pass(2);
      return TYPED[word]!(this.#tokens[this.#at - 1]!.text);
    }
    if (Object.hasOwn(CONSTANTS, word)) {
      this.pass();
      return CONSTANTS[word]!;
    }
    if (kind !== "text" && kind !== "bytes" && kind !== "number" && kind !== "parameter") return undefined;
    this.pass();
    if (kind === "parameter") return this.#param(text);
    if (kind === "number") return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
    return kind === "bytes" ? Uint8Array.fromHex(text) : text;
  }

  /** A literal or parameter, which is required. */
  value(): Value {
    const value = this.literal();
    return value === undefined ? this.fail("a value") : value;
  }

  /** A number of rows. */
  count(): number {
    const value = this.value();
    return typeof value === "bigint" && value >= 0n ? Number(value) : this.fail("a number of rows");
  }

  /** One or more items, separated by commas or a keyword. */
  list<T>(read: () => T, keyword?: string): T[] {
    const list = [read()];
    while (keyword === undefined ? this.symbol(",") : this.word(keyword)) list.push(read());
    return list;
  }

  /** One or more items separated by commas, in parentheses. */
  parenthesized<T>(read: () => T): T {
    this.needSymbol("(");
    const result = read();
    this.needSymbol(")");
    return result;
  }

  /** Reports what is expected here. */
  fail(expected: string): never {
    const { text, at } = this.token;
    throw new DriverError("Driver", `Syntax error at ${at}: expected ${expected}, found ${JSON.stringify(text)}`);
  }

  #take(kind: Token["kind"], test: (text: string) => boolean): boolean {
    if (this.token.kind !== kind || !test(this.token.text)) return false;
    this.pass();
    return true;
  }

  #param(text: string): Value {
    const index = text === "?" ? this.#nextParam++ : Number(text.slice(1)) - 1;
    if (index in this.#params) return this.#params[index]!;
    throw new DriverError("Driver", `Cannot run statement: parameter ${index + 1} is not among ${this.#params.length}`);
  }
}
