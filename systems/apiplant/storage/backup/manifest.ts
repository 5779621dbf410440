/** What a backup says of itself: the last file of its archive. */
import type { Seq } from "../../event/event.ts";
import { StorageError } from "../roles.ts";

/** The name of the manifest in the archive. */
export const MANIFEST = "manifest.json";

/** The names of files that instances have: their bytes by SHA-256, and a document of each upload. */
export const FILE_NAME: RegExp = /^([0-9a-f]{64}|[0-9a-f-]{36}\.json)$/;

/** A file of a backup. */
export interface BackupFile {
  readonly name: string;
  readonly size: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** What a backup has. */
export interface Manifest {
  readonly v: 1;
  readonly logId: string;
  /** The first and the last event of the log in it. */
  readonly first: Seq;
  readonly head: Seq;
  /** The place of its snapshot, if it has one. */
  readonly snapshot: Seq | null;
  /** When it was begun: RFC 3339, UTC. */
  readonly at: string;
  readonly files: readonly BackupFile[];
}

/**
 * The manifest of a text.
 *
 * @throws {StorageError} `corrupt` if it is not one of a known version.
 */
export function parseManifest(text: string): Manifest {
  let value: Manifest | null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new StorageError("corrupt", "The backup's manifest is not JSON", { cause: error });
  }
  if (value?.v !== 1) {
    throw new StorageError("corrupt", `The backup is of version ${value?.v}, known is 1`, {
      remedy: "use a newer server",
    });
  }
  return value;
}
