/**
 * Where a text stops being JSON. The engine's messages do not always say so, and show a piece of the text.
 *
 * @module
 */

/**
 * The line and column, from 1, of the first character that cannot stand there, or of the end if more is missing. Takes
 * one pass over the text.
 *
 * @param text A text that is no JSON.
 */
export function jsonErrorPlace(text: string): string {
  const lines = text.slice(0, new Scanner(text).errorOffset()).split("\n");
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

/** Walks over a text as JSON, with a stack of its own: brackets may be nested without end. */
class Scanner {
  readonly #text: string;
  /** Of each open bracket whether it is an object's. */
  readonly #open: boolean[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The offset at which the text stops being the beginning of JSON; its length if it only ends too early. */
  errorOffset(): number {
    while (this.#value() && this.#afterValue()) { /* The next value follows. */ }
    return this.#at;
  }

  /** Steps over a scalar or an empty bracket, and into any other bracket up to its first value. */
  #value(): boolean {
    for (;;) {
      this.#skipBlanks();
      const first = this.#text[this.#at];
      if (first !== "[" && first !== "{") return this.#scalar(first);
      this.#at++;
      this.#skipBlanks();
      if (this.#take(first === "[" ? "]" : "}")) return true;
      this.#open.push(first === "{");
      if (first === "{" && !this.#key()) return false;
    }
  }

  /** Steps over what closes brackets, up to the next value. False at an error, or at the end of the text. */
  #afterValue(): boolean {
    for (;;) {
      this.#skipBlanks();
      const isObject = this.#open.at(-1);
      if (isObject === undefined) return false;
      if (this.#take(",")) return !isObject || this.#key();
      if (!this.#take(isObject ? "}" : "]")) return false;
      this.#open.pop();
    }
  }

  #key(): boolean {
    this.#skipBlanks();
    if (!this.#string()) return false;
    this.#skipBlanks();
    return this.#take(":");
  }

  #scalar(first: string | undefined): boolean {
    if (first === '"') return this.#string();
    const word = ["true", "false", "null"].find((word) => word[0] === first);
    return word === undefined ? this.#number() : [...word].every((character) => this.#take(character));
  }

  #string(): boolean {
    if (!this.#take('"')) return false;
    for (;;) {
      // False for NaN, behind the end.
      if (!(this.#text.charCodeAt(this.#at) >= 0x20)) return false;
      if (this.#take('"')) return true;
      if (!this.#take("\\")) this.#at++;
      else if (this.#take("u")) {
        for (let i = 0; i < 4; i++) if (!this.#takeOf("0123456789abcdefABCDEF")) return false;
      } else if (!this.#takeOf('"\\/bfnrt')) return false;
    }
  }

  #number(): boolean {
    this.#take("-");
    if (!this.#take("0") && !this.#digits()) return false;
    if (this.#take(".") && !this.#digits()) return false;
    if (!this.#takeOf("eE")) return true;
    this.#takeOf("+-");
    return this.#digits();
  }

  #digits(): boolean {
    const start = this.#at;
    while (this.#takeOf("0123456789"));
    return this.#at > start;
  }

  #skipBlanks(): void {
    while (this.#takeOf(" \t\r\n"));
  }

  #take(character: string): boolean {
    const isThere = this.#text[this.#at] === character;
    if (isThere) this.#at++;
    return isThere;
  }

  #takeOf(characters: string): boolean {
    const isThere = this.#at < this.#text.length && characters.includes(this.#text[this.#at]!);
    if (isThere) this.#at++;
    return isThere;
  }
}
