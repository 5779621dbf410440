/** What the HTTP end needs of files. */
import { Refusal } from "../commit/refusal.ts";
import type { FileReference } from "../files/file_references.ts";
import type { FileStore } from "../files/file_store.ts";

/** The files of a server. Methods reject with a `StorageError`. */
export interface Files {
  readonly store: Pick<FileStore, "save" | "find" | "open">;
  /** The places that have a file now. */
  references(id: string): Promise<readonly FileReference[]>;
}

const refuse = () => Promise.reject(new Refusal("not_found", "This server keeps no files"));

/** A server that keeps none. */
export const NO_FILES: Files = { store: { save: refuse, find: refuse, open: refuse }, references: refuse };
