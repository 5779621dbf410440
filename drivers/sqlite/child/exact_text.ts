/**
 * Finds the texts that do not arrive as SQLite has them, and reads those from their bytes.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { DescribedCell } from "@fluxwire/sdk/rows";

/** How many bytes are shown of a text that is not valid. */
const SHOWN_BYTES = 1_024;

/** Reads the texts of one database. */
export class TextReader {
  readonly #db: DatabaseSync;
  #decoder = new TextDecoder();
  #isUtf8 = true;

  /** A reader of the texts of a database. */
  constructor(db: DatabaseSync) {
    this.#db = db;
    this.learnEncoding();
  }

  /** Looks at the database's encoding, which a new database can still change. */
  learnEncoding(): void {
    const { encoding } = this.#db.prepare("PRAGMA encoding").get() as { encoding: string };
    this.#isUtf8 = encoding === "UTF-8";
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  }

  /** Whether a text that arrived whole may be another: invalid text arrives with replacement characters. */
  isDoubtful(text: string): boolean {
    return text.includes("\uFFFD") || !this.#isUtf8;
  }

  /** The text that the database's bytes are; a description if they are none. Texts of statements end at their first NUL. */
  exact(text: string, bytes: Uint8Array): string | DescribedCell {
    if (bytes.length === text.length && !this.isDoubtful(text)) return text;
    try {
      return this.#decoder.decode(bytes);
    } catch {
      const shown = bytes.subarray(0, SHOWN_BYTES).toHex(), rest = bytes.length > SHOWN_BYTES ? "..." : "";
      return { type: "Unsupported", value: `text that is not valid: x'${shown}${rest}'` };
    }
  }
}
