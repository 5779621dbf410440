/**
 * Secrets in use, and texts and bytes without them.
 *
 * @module
 */
import { bytesOfText, textOfBytes } from "./byte_text.ts";
import { type Form, formsOf } from "./forms.ts";
import { MASK, MAX_ALL_CHARACTERS, MAX_SECRET_CHARACTERS, MAX_SECRETS, MIN_SECRET_CHARACTERS } from "./mask.ts";
import { Needles, SEEN } from "./needles.ts";
import { findPlaced } from "./placed.ts";
import { Ranges } from "./ranges.ts";
import { layersOf, type Units } from "./unescape.ts";

/** What is put over the bytes of a secret where lengths must stay. */
const STAR = 42;

/**
 * The secrets that a program knows, and what it says without them.
 *
 * Each is found as it is, however it is quoted (JSON, percent, HTML, SQL, shells, also several times), in base64, hex and
 * UTF-16. What is a secret by its place is masked without being known: passwords in addresses and connection strings,
 * `access_token=`, `Bearer`. Secrets of one or two characters are not looked for, at most 1,000 are, of together 262,144
 * characters and each up to its 16,384th: {@link omitted} counts what is beyond.
 *
 * @example
 * ```ts
 * import { Secrets } from "@fluxwire/transport/secrets";
 * import { equal } from "node:assert/strict";
 *
 * const secrets = new Secrets();
 * using _told = secrets.add(["it's hunter2"]);
 * equal(secrets.mask("password 'it''s hunter2' at db://me:other@host"), "password '[masked]' at db://me:[masked]@host");
 * ```
 */
export class Secrets {
  /** How often each was added. */
  readonly #uses = new Map<string, number>();
  readonly #needles: Record<Units, Needles | null> = { characters: null, bytes: null };
  #characters = 0;
  #omitted = 0;

  /** How many secrets were added that are not looked for, or not up to their end, since there were too many. */
  get omitted(): number {
    return this.#omitted;
  }

  /** Looks for these from now on; disposing the result takes that back. */
  add(secrets: readonly (string | null | undefined)[]): Disposable {
    const added = secrets.filter((secret) => secret != null && this.#isAdded(secret)) as string[];
    return {
      [Symbol.dispose]: () => {
        for (const secret of added.splice(0)) this.delete(secret);
      },
    };
  }

  /** Takes back one {@link add} of a secret; does nothing if it is not looked for. */
  delete(secret: string): void {
    const uses = this.#uses.get(secret);
    if (uses === undefined) return;
    if (uses > 1) {
      this.#uses.set(secret, uses - 1);
      return;
    }
    this.#uses.delete(secret);
    this.#characters -= keptLength(secret);
    this.#each(secret, (needles, form) => needles.delete(form));
  }

  /** The text without secrets; the same text if it has none. */
  mask(text: string): string {
    const ranges = this.#find(text, "characters");
    return ranges.size === 0 ? text : ranges.replaced(text, MASK);
  }

  /** The bytes without secrets; the same array if they have none. */
  maskBytes(bytes: Uint8Array): Uint8Array {
    const text = textOfBytes(bytes), ranges = this.#find(text, "bytes");
    return ranges.size === 0 ? bytes : bytesOfText(ranges.replaced(text, MASK));
  }

  /** Writes a `*` over each byte of a secret: what has lengths before its texts stays readable. */
  overwrite(bytes: Uint8Array): void {
    for (const [start, end] of this.#find(textOfBytes(bytes), "bytes").merged()) bytes.fill(STAR, start, end);
  }

  #isAdded(secret: string): boolean {
    if (secret.length < MIN_SECRET_CHARACTERS || secret === MASK) return false;
    const uses = this.#uses.get(secret) ?? 0, length = keptLength(secret);
    if (uses === 0) {
      if (this.#uses.size >= MAX_SECRETS || this.#characters + length > MAX_ALL_CHARACTERS) {
        this.#omitted++;
        return false;
      }
      if (length < secret.length) this.#omitted++;
      this.#characters += length;
      this.#each(secret, (needles, form) => needles.add(form));
    }
    this.#uses.set(secret, uses + 1);
    return true;
  }

  #each(secret: string, change: (needles: Needles, form: Form) => void): void {
    for (const units of ["characters", "bytes"] as const) {
      const needles = this.#needles[units];
      if (needles === null) continue;
      for (const form of formsOf(secret.slice(0, MAX_SECRET_CHARACTERS), units)) change(needles, form);
    }
  }

  /** Made when the first text, or the first bytes, are looked at. */
  #needlesOf(units: Units): Needles {
    const known = this.#needles[units];
    if (known !== null) return known;
    const needles = this.#needles[units] = new Needles();
    for (const secret of this.#uses.keys()) {
      for (const form of formsOf(secret.slice(0, MAX_SECRET_CHARACTERS), units)) needles.add(form);
    }
    return needles;
  }

  #find(text: string, units: Units): Ranges {
    const ranges = new Ranges();
    if (text.length < MIN_SECRET_CHARACTERS) return ranges;
    const needles = this.#needlesOf(units), seen = needles.find(text, ranges);
    if (seen & SEEN.quoting && this.#uses.size > 0) {
      for (const layer of layersOf(text, units)) {
        const found = new Ranges();
        needles.find(layer.text, found);
        for (const [start, end] of found.merged()) ranges.add(...layer.range(start, end));
      }
    }
    findPlaced(text, seen, ranges);
    return ranges;
  }
}

function keptLength(secret: string): number {
  return Math.min(secret.length, MAX_SECRET_CHARACTERS);
}
