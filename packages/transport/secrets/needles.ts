/**
 * Many texts that are looked for at once, in one pass whose time grows with the text alone.
 *
 * @module
 */
import type { Ranges } from "./ranges.ts";
import type { Form } from "./forms.ts";

/** The bits that each character shifts the hash by: those of three characters fill it. */
const SHIFT = 5;
const HASH_MASK = (1 << 3 * SHIFT) - 1;
const HASHED_CHARACTERS = 3;
const MARK_WORDS = (HASH_MASK + 1) / 32;
/** So much of a secret's beginning is masked where the rest is missing: a message may cut a secret. */
const MIN_CUT_CHARACTERS = 32;

/** What else stands in a text, by the bits of {@link Needles.find}'s answer. */
export const SEEN = { quoting: 1, equals: 2, colon: 4, blank: 32 } as const;

/** What characters mean for what must be looked at further: the bits of {@link SEEN}, and two of our own. */
const MEANINGS = new Uint8Array(128);
const IS_QUOTE = 8, IS_MARK = 16;
for (
  const [characters, meaning] of [
    ["%\\&+\0", SEEN.quoting],
    ["=", SEEN.equals],
    [":", SEEN.colon],
    [" \t", SEEN.blank],
    ["\"'`", IS_QUOTE],
  ] as const
) {
  for (const character of characters) MEANINGS[character.charCodeAt(0)]! |= meaning;
}
for (let code = 33; code < 127; code++) if (!/\w/.test(String.fromCharCode(code))) MEANINGS[code]! |= IS_MARK;

interface Needle extends Form {
  uses: number;
}

/** Texts to look for. */
export class Needles {
  readonly #byText = new Map<string, Needle>();
  readonly #buckets = new Map<number, Needle[]>();
  /** Which hashes have a bucket, a bit each; small, since every session may have its own. */
  #marks: Int32Array | null = null;

  /** Looks for a text until it is deleted as often as it was added. */
  add(form: Form): void {
    const known = this.#byText.get(form.text);
    if (known !== undefined) {
      known.uses++;
      return;
    }
    const needle: Needle = { ...form, uses: 1 }, hash = hashOf(form.text);
    this.#byText.set(form.text, needle);
    const bucket = this.#buckets.get(hash) ?? [];
    const shorter = bucket.findIndex(({ text }) => text.length < form.text.length);
    bucket.splice(shorter < 0 ? bucket.length : shorter, 0, needle);
    this.#buckets.set(hash, bucket);
    this.#marks ??= new Int32Array(MARK_WORDS);
    this.#marks[hash >> 5]! |= 1 << (hash & 31);
  }

  /** Takes back one {@link add}. */
  delete({ text }: Form): void {
    const needle = this.#byText.get(text);
    if (needle === undefined || --needle.uses > 0) return;
    this.#byText.delete(text);
    const hash = hashOf(text), left = this.#buckets.get(hash)!.filter((other) => other !== needle);
    if (left.length > 0) {
      this.#buckets.set(hash, left);
    } else {
      this.#buckets.delete(hash);
      this.#marks![hash >> 5]! &= ~(1 << (hash & 31));
    }
  }

  /** Records where they stand, and returns the {@link SEEN} bits of the text. */
  find(text: string, ranges: Ranges): number {
    const marks = this.#marks ?? NO_MARKS, length = text.length;
    let hash = 0, seen = 0, before = 0, meant = 0, last: Needle | null = null, lastEnd = 0;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i), meaning = code < 128 ? MEANINGS[code]! : 0;
      if (meaning !== 0) {
        seen |= meaning;
        if (code === before && meaning & IS_MARK || meaning & meant & IS_QUOTE) seen |= SEEN.quoting;
      }
      before = code;
      meant = meaning;
      hash = (hash << SHIFT ^ code) & HASH_MASK;
      if ((marks[hash >> 5]! & 1 << (hash & 31)) === 0) continue;
      const start = i - HASHED_CHARACTERS + 1;
      if (start < 0) continue;
      for (const needle of this.#buckets.get(hash)!) {
        // A long one that repeats itself would be compared as a whole at each of its places.
        if (needle === last && start < lastEnd && needle.text.length > MIN_CUT_CHARACTERS) continue;
        const common = commonLength(text, start, needle.text);
        if (common < needle.text.length && common < MIN_CUT_CHARACTERS) continue;
        last = needle;
        lastEnd = start + common;
        ranges.add(
          needle.isBase64 ? startOfBase64(text, start) : start,
          needle.isBase64 ? endOfBase64(text, lastEnd) : lastEnd,
        );
        break;
      }
    }
    return seen;
  }
}

const NO_MARKS = new Int32Array(MARK_WORDS);

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < HASHED_CHARACTERS; i++) hash = (hash << SHIFT ^ text.charCodeAt(i)) & HASH_MASK;
  return hash;
}

/** How many characters of the needle stand at a place. */
function commonLength(text: string, start: number, needle: string): number {
  const most = Math.min(needle.length, text.length - start);
  let length = 0;
  while (length < most && text.charCodeAt(start + length) === needle.charCodeAt(length)) length++;
  return length;
}

/** The character before and the one behind hold bits of what is between them. */
function startOfBase64(text: string, start: number): number {
  return start > 0 && isBase64(text[start - 1]!) ? start - 1 : start;
}

function endOfBase64(text: string, end: number): number {
  return end < text.length && isBase64(text[end]!) ? end + 1 : end;
}

function isBase64(character: string): boolean {
  return /[\w+/-]/.test(character);
}
