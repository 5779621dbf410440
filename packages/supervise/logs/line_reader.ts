/**
 * Lines out of a program's output: without escape sequences, without secrets, of bounded length.
 *
 * @module
 */
import { withoutEscapes } from "./escapes.ts";

/** Longer lines are continued on the next one: a program that never ends a line must not fill memory. */
const MAX_LINE_CHARACTERS = 16_384;
/** What stands in a line for a secret. */
const MASK = "[secret]";

/** Reads one stream of bytes, in any division, as lines. */
export class LineReader {
  readonly #secrets: ReadonlySet<string>;
  readonly #decoder = new TextDecoder();
  #unfinished = "";

  /** @param secrets What is masked; the set may grow. Empty texts are not in it. */
  constructor(secrets: ReadonlySet<string> = new Set()) {
    this.#secrets = secrets;
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
    return last === "" ? lines : [...lines, last];
  }

  #append(text: string): string[] {
    const all = this.#unfinished + text;
    const end = all.lastIndexOf("\n");
    this.#unfinished = all.slice(end + 1);
    const lines = end < 0 ? [] : split(this.#clean(all.slice(0, end)));
    while (this.#unfinished.length > MAX_LINE_CHARACTERS) lines.push(this.#cut());
    return lines;
  }

  /** The beginning of a line that is too long; a secret that begins there stays whole. */
  #cut(): string {
    const text = this.#clean(this.#unfinished);
    const margin = Math.max(0, ...[...this.#secrets].map((secret) => secret.length - 1));
    const at = Math.max(1, Math.min(MAX_LINE_CHARACTERS, text.length - margin));
    this.#unfinished = text.slice(at);
    return text.slice(0, at);
  }

  #clean(text: string): string {
    let cleaned = withoutEscapes(text);
    // One secret may be a part of another.
    for (const secret of [...this.#secrets].sort((a, b) => b.length - a.length)) {
      cleaned = cleaned.replaceAll(secret, MASK);
    }
    return cleaned;
  }
}

function split(block: string): string[] {
  const lines = block.split(block.includes("\r") ? /\r?\n/ : "\n");
  if (lines.at(-1)!.endsWith("\r")) lines.push(lines.pop()!.slice(0, -1));
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
