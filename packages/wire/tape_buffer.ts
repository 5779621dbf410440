/**
 * The buffer of a tape that JavaScript writes: words, text and byte strings, directly in WebAssembly's memory.
 *
 * @module
 */
import type { CodecMemory } from "./codec_memory.ts";
import { Unwritable } from "./unwritable.ts";

/**
 * Texts shorter than this, without characters of three bytes, are written by a loop; for others the encoder is faster.
 */
const SHORT_TEXT = 64;

/** The least room, for messages without rows. */
const MIN_WORDS = 1_024, MIN_TEXT = 4_096;

/** Splits 64 bits into two words. */
export const pair: Uint32Array<ArrayBuffer> = new Uint32Array(2);
const utf8 = new TextEncoder();

/** The room for a tape, in the memory of the instance that will read it. */
export interface TapeRoom {
  /** The memory, with new views if it has grown. */
  readonly memory: CodecMemory;
  /** The address of room for a number of words, which contains the words written so far. */
  words(length: number): number;
  /** The address of room for a number of bytes of text, which contains the text written so far. */
  text(length: number): number;
}

/** A tape in the memory of the instance that will read it. */
export class TapeBuffer {
  #room: TapeRoom | null = null;
  /** The whole memory. The words are between their start and end; the next one is written at `word`. */
  protected words: Uint32Array = new Uint32Array(0);
  #wordStart = 0;
  protected word = 0;
  #wordEnd = 0;
  /** The whole memory as bytes, for texts. */
  #text: Uint8Array = new Uint8Array(0);
  #textStart = 0;
  #textAt = 0;
  #textEnd = 0;
  #blobs: Uint8Array[] = [];
  #blobBytes = 0;

  /** Begins a new tape in a room: the same as before, or another. */
  protected begin(room: TapeRoom): void {
    if (room !== this.#room) {
      this.#room = room;
      this.#wordStart =
        this.#wordEnd =
        this.#textStart =
        this.#textEnd =
          0;
    }
    this.word = this.#wordStart;
    this.#textAt = this.#textStart;
    this.#look(room);
    this.#blobBytes = 0;
    if (this.#blobs.length > 0) this.#blobs = [];
  }

  /** Releases the room. */
  leaveRoom(): void {
    this.#room = null;
    this.words = new Uint32Array(0);
    this.#text = new Uint8Array(0);
  }

  /** How many words were written. */
  get wordCount(): number {
    return this.word - this.#wordStart;
  }

  /** The length of the texts in bytes. */
  get textBytes(): number {
    return this.#textAt - this.#textStart;
  }

  /** The byte strings written, in order. */
  get blobs(): readonly Uint8Array[] {
    return this.#blobs;
  }

  /** The length of all byte strings. */
  get blobBytes(): number {
    return this.#blobBytes;
  }

  #look({ memory }: TapeRoom): void {
    this.words = memory.words;
    this.#text = memory.bytes;
  }

  /** Reserves room for a number of further words. */
  protected reserve(words: number): void {
    if (this.word + words > this.#wordEnd) this.#growWords(words);
  }

  /**
   * Reserves room for words and bytes of text, a number of times: growing by doubling would leave unused memory behind.
   */
  protected reserveRest(words: number, bytes: number, times: number): void {
    this.reserve(Math.ceil(words * times * 1.05));
    const rest = Math.ceil(bytes * times * 1.05);
    if (this.#textAt + rest > this.#textEnd) this.#growText(rest);
  }

  #growWords(words: number): void {
    const room = this.#room!, count = this.wordCount;
    const length = Math.max(MIN_WORDS, count + Math.max(count, words));
    this.#wordStart = room.words(length) >>> 2;
    this.word = this.#wordStart + count;
    this.#wordEnd = this.#wordStart + length;
    this.#look(room);
  }

  #growText(bytes: number): void {
    const room = this.#room!, count = this.textBytes;
    const length = Math.max(MIN_TEXT, count + Math.max(count, bytes));
    this.#textStart = room.text(length) >>> 0;
    this.#textAt = this.#textStart + count;
    this.#textEnd = this.#textStart + length;
    this.#look(room);
  }

  /** One word. */
  op(tag: number, argument: number): void {
    this.reserve(1);
    this.words[this.word++] = tag | argument << 4;
  }

  /** A word, and the two words of {@link pair}. */
  protected two(tag: number): void {
    this.reserve(3);
    this.words[this.word++] = tag;
    this.words[this.word++] = pair[0]!;
    this.words[this.word++] = pair[1]!;
  }

  /** Appends a text to the blob; returns its length in bytes. */
  protected copyText(value: string): number {
    const length = value.length;
    if (this.#textAt + length * 3 > this.#textEnd) this.#growText(length * 3);
    const from = this.#textAt;
    if (length < SHORT_TEXT) {
      const text = this.#text;
      let i = 0;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7f) break;
        text[from + i] = unit;
      }
      // A second loop for characters of two bytes: a single loop would be slower for ASCII.
      let at = from + i;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7ff) break;
        if (unit > 0x7f) {
          text[at++] = 0xc0 | unit >> 6;
          text[at++] = 0x80 | unit & 0x3f;
        } else text[at++] = unit;
      }
      if (i === length) {
        this.#textAt = at;
        return at - from;
      }
    }
    if (!value.isWellFormed()) throw new Unwritable("expected text, found a lone surrogate");
    const { written } = utf8.encodeInto(value, this.#text.subarray(from));
    this.#textAt = from + written;
    return written;
  }

  /** Keeps a byte string. */
  protected keepBytes(value: Uint8Array): void {
    this.#blobs.push(value);
    this.#blobBytes += value.length;
  }
}
