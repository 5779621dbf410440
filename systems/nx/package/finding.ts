/**
 * What is wrong with a package.
 *
 * @module
 */

/** One finding. */
export interface Finding {
  /** The file of the package. */
  readonly file: string;
  /** The place in it, as a path of members: `endpoints[0].direction`; empty for the whole file. */
  readonly place: string;
  /** What is wrong, and what it must be. */
  readonly text: string;
}

/** A finding as one line. */
export function findingLine({ file, place, text }: Finding): string {
  return place === "" ? `${file}: ${text}` : `${file}: ${place}: ${text}`;
}
