/**
 * Whether bytes in zstd are complete: the runtime's decoder takes a file that is cut off for a whole one.
 *
 * @module
 */
import { CodingError } from "./coding_error.ts";

const FRAME_MAGIC = 0xfd2fb528;
/** Frames whose contents are not for the decoder have one of 16 magic numbers. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const SIZE_BYTES = [0, 2, 4, 8] as const;
/** A block of this type has one byte, which is repeated. */
const REPEATED = 1;

/** Follows frames and blocks of RFC 8878 through bytes in any division, without decoding them. */
export class ZstdEnd {
  #part: "magic" | "descriptor" | "skippable size" | "block" = "magic";
  #field: number[] = [];
  #fieldBytes = 4;
  #skip = 0;
  #hasChecksum = false;

  /** Follows the next bytes. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, bytes.length - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      this.#field.push(bytes[at++]!);
      if (this.#field.length === this.#fieldBytes) this.#take(this.#field.splice(0).reduceRight(shifted, 0));
    }
  }

  /** @throws {CodingError} If the bytes end within a frame. */
  end(): void {
    if (this.#part === "magic" && this.#field.length === 0 && this.#skip === 0) return;
    throw new CodingError("Cannot use the bytes: zstd: unexpected end of file");
  }

  #take(value: number): void {
    switch (this.#part) {
      case "magic":
        if (value === FRAME_MAGIC) return this.#expect("descriptor", 1);
        // Other bytes are the decoder's to refuse.
        if (value - (value & 15) === SKIPPABLE_MAGIC) return this.#expect("skippable size", 4);
        return;
      case "skippable size":
        this.#skip = value;
        return this.#expect("magic", 4);
      case "descriptor": {
        const isSingle = (value & 0x20) !== 0;
        this.#hasChecksum = (value & 4) !== 0;
        const sizeBytes = value >> 6 === 0 && isSingle ? 1 : SIZE_BYTES[value >> 6]!;
        this.#skip = (isSingle ? 0 : 1) + DICTIONARY_BYTES[value & 3]! + sizeBytes;
        return this.#expect("block", 3);
      }
      case "block": {
        const isLast = (value & 1) !== 0;
        this.#skip = (value >> 1 & 3) === REPEATED ? 1 : value >> 3;
        if (!isLast) return;
        if (this.#hasChecksum) this.#skip += 4;
        return this.#expect("magic", 4);
      }
    }
  }

  #expect(part: "magic" | "descriptor" | "skippable size" | "block", bytes: number): void {
    this.#part = part;
    this.#fieldBytes = bytes;
  }
}

function shifted(high: number, low: number): number {
  return high * 256 + low;
}
