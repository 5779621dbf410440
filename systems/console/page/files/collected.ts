/**
 * Bytes of a file that come piece by piece, until they are saved. The browser keeps them, on its disk if they are many.
 *
 * @module
 */
import { PageError } from "../server/server.ts";

/** The most bytes of a file that a page keeps. */
export const MAX_KEPT_BYTES: number = 256 << 20;
/** How many pieces are handed to the browser together. */
const PIECES = 64;
/** No browser shows what has this type: it saves it. */
const TYPE = { type: "application/octet-stream" };

/** The file. */
export class Collected {
  readonly #remedy: string;
  #whole = new Blob([], TYPE);
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;

  /** @param remedy What to do about a file that is larger. */
  constructor(remedy: string) {
    this.#remedy = remedy;
  }

  /** How many bytes have come. */
  get size(): number {
    return this.#size;
  }

  /** Takes a piece. @throws {PageError} `BodyTooLarge` beyond {@link MAX_KEPT_BYTES}. */
  add(piece: Uint8Array<ArrayBuffer>): void {
    this.#size += piece.length;
    if (this.#size > MAX_KEPT_BYTES) {
      const message = `The file has more than the ${MAX_KEPT_BYTES.toLocaleString("en")} bytes that a page keeps`;
      throw new PageError({ code: "BodyTooLarge", message, remedy: this.#remedy });
    }
    if (this.#pieces.push(piece) === PIECES) this.blob();
  }

  /** All that has come. */
  blob(): Blob {
    this.#whole = new Blob([this.#whole, ...this.#pieces], TYPE);
    this.#pieces = [];
    return this.#whole;
  }
}
