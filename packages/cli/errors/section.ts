/**
 * The explanation of an error code.
 *
 * @module
 */

/** The section of a code in `docs/errors.md`, which `fluxwire explain` prints. */
export interface ErrorSection {
  /** What happened. */
  happened: string;
  /** The usual causes, the most frequent first. */
  causes: readonly string[];
  /** What to do about it. */
  remedy: string;
  /** Commands that find the cause or correct it; words in capitals are to be replaced. */
  commands: readonly string[];
}
