/**
 * Reads arrays from the server's text.
 *
 * @module
 */
import type { Cell } from "@fluxwire/sdk";
import type { Reader } from "./text_cell.ts";

/**
 * Reads arrays of one element type, nested to any depth.
 *
 * An array whose bounds do not start at 1 stays text: a list cannot express where it starts.
 *
 * @param element Reads an element.
 * @param delimiter The separator of elements: a comma, except for boxes.
 */
export function arrayReader(element: Reader, delimiter: string): Reader {
  return (text) => text.startsWith("{") ? new ArrayText(text, element, delimiter).read() : text;
}

/** A place in an array's text. */
class ArrayText {
  readonly #text: string;
  readonly #element: Reader;
  readonly #delimiter: string;
  #at = 0;

  constructor(text: string, element: Reader, delimiter: string) {
    this.#text = text;
    this.#element = element;
    this.#delimiter = delimiter;
  }

  /** Reads the list that begins here. */
  read(): Cell[] {
    const cells: Cell[] = [];
    this.#at++;
    while (this.#text[this.#at] !== "}") {
      cells.push(this.#cell());
      if (this.#text[this.#at] === this.#delimiter) this.#at++;
    }
    this.#at++;
    return cells;
  }

  #cell(): Cell {
    switch (this.#text[this.#at]) {
      case "{":
        return this.read();
      case '"':
        return this.#element(this.#quoted());
    }
    const plain = this.#plain();
    return plain === "NULL" ? null : this.#element(plain);
  }

  #plain(): string {
    const start = this.#at;
    while (this.#text[this.#at] !== "}" && this.#text[this.#at] !== this.#delimiter) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #quoted(): string {
    let text = "";
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) {
      if (this.#text[this.#at] === "\\") this.#at++;
      text += this.#text[this.#at];
    }
    this.#at++;
    return text;
  }
}
