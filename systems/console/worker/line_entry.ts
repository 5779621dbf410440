/**
 * What a line of a recording is.
 *
 * @module
 */
import { type Entry, isEntry, RECORDING_FORMAT, RECORDING_VERSION } from "./recording_entry.ts";

/** The first line of a recording. */
export interface Header {
  /** Whether secrets are masked. */
  readonly isMasked: boolean;
  /** What is wrong with it; null if it can be read. */
  readonly problem: string | null;
}

/** A line that was understood. */
export type LineEntry = { readonly header: Header } | { readonly entry: Entry };

/** The entry or the header of a line; null if it is neither. */
export function lineEntryOf(line: string): LineEntry | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  const { format, version, masked } = (json ?? {}) as { format?: unknown; version?: unknown; masked?: unknown };
  if (format === RECORDING_FORMAT) {
    const problem = version === RECORDING_VERSION
      ? null
      : `This recording has version ${version}; this page reads version ${RECORDING_VERSION}`;
    return { header: { isMasked: masked === true, problem } };
  }
  return isEntry(json) ? { entry: json } : null;
}
