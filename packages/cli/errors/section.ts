/**
 * What there is to say about an error code.
 *
 * @module
 */

/** The section of a code in `docs/errors.md`, which `fluxwire explain` prints. */
export interface ErrorSection {
  /** What happened. */
  happened: string;
  /** Why it usually does, the most frequent first. */
  causes: readonly string[];
  /** What to do about it. */
  remedy: string;
  /** Commands that find the cause or mend it; what is in capitals stands for one's own. */
  commands: readonly string[];
}
