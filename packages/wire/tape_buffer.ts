/**
 * The buffer of a tape that JavaScript writes: words, text and byte strings, directly in WebAssembly's memory.
 *
 * @module
 */
import type { CodecMemory } from "./codec_memory.ts";
import { TooLong, Unwritable } from "./unwritable.ts";

/** Texts shorter than this, without surrogates, are written by a loop; for others the encoder is faster. */
const SHORT_TEXT = 64;

/** The least room, for messages without rows. */
const MIN_WORDS = 1_024, MIN_BYTES = 4_096;

/** The most room that is made at once for what is only expected: so much holds the dearest rows of a frame. */
const MAX_EXPECTED = 16_777_216;

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
  /** The address of room for so many bytes of byte strings, in which those written so far stand. */
  bytes(length: number): number;
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
  /** Where texts must end, so that a frame can hold them beside the byte strings. */
  #textMax = 0;
  #blobStart = 0;
  #blobAt = 0;
  #blobEnd = 0;
  #maxBytes = 0;

  /** Begins a new tape in a room: the same as before, or another. Texts and byte strings have `maxBytes` together. */
  protected begin(room: TapeRoom, maxBytes: number): void {
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
    // The instance knows how much of this room the last message took, so it is asked again.
    this.#blobStart =
      this.#blobAt =
      this.#blobEnd =
        0;
    this.#maxBytes = maxBytes;
    this.#look(room);
    this.#boundText();
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

  /** The length of all byte strings. */
  get blobBytes(): number {
    return this.#blobAt - this.#blobStart;
  }

  /** The most bytes that texts and byte strings may take. */
  protected get maxBytes(): number {
    return this.#maxBytes;
  }

  #boundText(): void {
    this.#textMax = this.#textStart + this.#maxBytes - this.blobBytes;
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
    const rest = (count: number): number => Math.ceil(Math.min(count * times * 1.05, MAX_EXPECTED));
    this.reserve(rest(words));
    if (this.#textAt + rest(bytes) > this.#textEnd) this.#growText(rest(bytes));
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
    const length = Math.max(MIN_BYTES, count + Math.max(count, bytes));
    this.#textStart = room.text(length) >>> 0;
    this.#textAt = this.#textStart + count;
    this.#textEnd = this.#textStart + length;
    this.#look(room);
    this.#boundText();
  }

  #growBlobs(bytes: number): void {
    const room = this.#room!, count = this.blobBytes;
    const length = Math.max(MIN_BYTES, count + Math.max(count, bytes));
    this.#blobStart = room.bytes(length) >>> 0;
    this.#blobAt = this.#blobStart + count;
    this.#blobEnd = this.#blobStart + length;
    this.#look(room);
  }

  #tooLong(more: number): TooLong {
    const least = this.textBytes + this.blobBytes + more;
    return new TooLong(`length of at least ${least} exceeds maxFrameBytes ${this.#maxBytes}`);
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
    // A text takes no fewer bytes than it has UTF-16 units.
    if (this.#textAt + length > this.#textMax) throw this.#tooLong(length);
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
      // A second loop for characters of two and three bytes: a single loop would be slower for ASCII.
      let at = from + i;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit < 0x80) {
          text[at++] = unit;
          continue;
        }
        if (unit < 0x800) {
          text[at++] = 0xc0 | unit >> 6;
        } else if (unit < 0xd800 || unit > 0xdfff) {
          text[at++] = 0xe0 | unit >> 12;
          text[at++] = 0x80 | unit >> 6 & 0x3f;
        } else break;
        text[at++] = 0x80 | unit & 0x3f;
      }
      if (i === length) {
        this.#textAt = at;
        return at - from;
      }
    }
    if (!value.isWellFormed()) throw new Unwritable("expected text, found a lone surrogate");
    const { written } = utf8.encodeInto(value, this.#text.subarray(from));
    if (from + written > this.#textMax) throw this.#tooLong(written);
    this.#textAt = from + written;
    return written;
  }

  /** Copies a byte string at once, as its owner may change it before the message is done. */
  protected copyBytes(value: Uint8Array, length: number): void {
    if (this.textBytes + this.blobBytes + length > this.#maxBytes) throw this.#tooLong(length);
    if (this.#blobAt + length > this.#blobEnd) this.#growBlobs(length);
    this.#room!.memory.putBytes(this.#blobAt, value, length);
    this.#blobAt += length;
    this.#boundText();
  }
}
