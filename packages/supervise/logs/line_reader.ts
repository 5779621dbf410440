/**
 * Lines out of a program's output: without control characters, without secrets, of bounded length.
 *
 * @module
 */
import { MAX_SECRET_CHARACTERS, Secrets } from "@fluxwire/transport/secrets";
import { withoutEscapes } from "./escapes.ts";

/** Longer lines are continued on the next one: a program that never ends a line must not fill memory. */
const MAX_LINE_CHARACTERS = 16_384;
/** How much of a long line is kept back when it is cut: a secret that begins there must be seen whole. */
const MARGIN_CHARACTERS = MAX_SECRET_CHARACTERS;

/** Reads one stream of bytes, in any division, as lines. */
export class LineReader {
  readonly #secrets: Secrets;
  readonly #decoder = new TextDecoder();
  #unfinished = "";
  /** Whether the last line ended with CR, to which an LF that follows belongs. */
  #isAfterCr = false;

  /** @param secrets What is masked; more may be added later. */
  constructor(secrets: Secrets = new Secrets()) {
    this.#secrets = secrets;
  }

  /** Whether the last line has not ended yet. */
  get isWithinLine(): boolean {
    return this.#unfinished !== "";
  }

  /** The line that has not ended yet; empty if every line has. */
  get unfinished(): string {
    return this.#clean(this.#unfinished);
  }

  /** The lines completed by these bytes. What is no UTF-8 becomes U+FFFD. */
  push(bytes: Uint8Array): string[] {
    return this.#append(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The last line, if it has no end. The reader is as new afterwards. */
  end(): string[] {
    const lines = this.#append(this.#decoder.decode());
    const last = this.unfinished;
    this.#unfinished = "";
    return last === "" ? lines : [...lines, ...pieces(last)];
  }

  #append(text: string): string[] {
    if (text === "") return [];
    const more = this.#isAfterCr && text.startsWith("\n") ? text.slice(1) : text;
    this.#isAfterCr = text.endsWith("\r");
    const all = this.#unfinished + more;
    const end = Math.max(all.lastIndexOf("\n"), all.lastIndexOf("\r"));
    this.#unfinished = all.slice(end + 1);
    const start = all.endsWith("\r\n", end + 1) ? end - 1 : end;
    const lines = end < 0 ? [] : split(this.#clean(all.slice(0, start)));
    if (this.#unfinished.length > MAX_LINE_CHARACTERS + MARGIN_CHARACTERS) lines.push(...this.#cut());
    return lines;
  }

  /** The beginning of a line that is too long, in pieces. */
  #cut(): string[] {
    const text = this.#clean(this.#unfinished), pieces: string[] = [];
    let at = 0;
    for (; text.length - at > MAX_LINE_CHARACTERS + MARGIN_CHARACTERS; at += MAX_LINE_CHARACTERS) {
      pieces.push(text.slice(at, at + MAX_LINE_CHARACTERS));
    }
    this.#unfinished = text.slice(at);
    return pieces;
  }

  #clean(text: string): string {
    const clean = withoutEscapes(text);
    // A secret may have control characters in it, or between its characters.
    return this.#secrets.mask(clean === text ? text : withoutEscapes(this.#secrets.mask(text)));
  }
}

function split(block: string): string[] {
  const lines = block.split(block.includes("\r") ? /\r\n|\r|\n/ : "\n");
  // A chunk can bring the end of a line that is longer than the limit.
  return lines.some(isTooLong) ? lines.flatMap(pieces) : lines;
}

function isTooLong(line: string): boolean {
  return line.length > MAX_LINE_CHARACTERS;
}

function pieces(line: string): string[] {
  const count = Math.max(1, Math.ceil(line.length / MAX_LINE_CHARACTERS));
  return Array.from({ length: count }, (_, i) => line.slice(i * MAX_LINE_CHARACTERS, (i + 1) * MAX_LINE_CHARACTERS));
}
