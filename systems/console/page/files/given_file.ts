/**
 * The file that a drop or a paste brings.
 *
 * @module
 */
import { RECORDING_START } from "@fluxwire/testing/entry";

/** A file with its name. */
export interface GivenFile {
  /** Its bytes, which may stand on a disk. */
  readonly file: Blob;
  /** Its name. */
  readonly title: string;
}

/** The file in what was dropped or pasted, or the text of a recording; otherwise null. */
export function givenFile(data: DataTransfer | null): GivenFile | null {
  const file = data?.files[0];
  if (file !== undefined) return { file, title: file.name };
  const text = data?.getData("text/plain") ?? "";
  return text.startsWith(RECORDING_START) ? { file: new Blob([text]), title: "pasted recording" } : null;
}
