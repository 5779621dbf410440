/**
 * What the file kinds of storage need of a file system. A simulated disk stands in its place in tests of power cuts.
 *
 * Methods reject with the error of the system.
 */
import type { MaybePromise } from "../roles.ts";

/** A file that is open. One operation at a time. */
export interface DiskFile {
  size(): Promise<number>;
  /** At most `length` bytes from `offset` on; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Writes all bytes at `offset`; the file grows if it must. */
  write(offset: number, bytes: Uint8Array): MaybePromise<void>;
  truncate(length: number): Promise<void>;
  /** Makes what was written, and the length, outlive a loss of power. After a failure nothing is known of them. */
  sync(): Promise<void>;
  close(): void;
}

/** The files of a machine. Paths are absolute. */
export interface Disk {
  /** Makes a folder and those above it, for this user alone. Their names outlive a loss of power. */
  makeFolder(path: string): Promise<void>;
  /** The names in a folder, sorted. */
  list(folder: string): Promise<string[]>;
  /** Opens a file to be read, or `null` if it does not exist. */
  openRead(path: string): Promise<DiskFile | null>;
  /** Opens a file to be written, for this user alone. It is made if it does not exist, and keeps its bytes if it does. */
  openWrite(path: string): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the names in a folder outlive a loss of power. */
  syncFolder(path: string): Promise<void>;
  /** Locks a file against other processes and other locks of this one; `null` if it is locked. Its holder's end frees it. */
  lock(path: string): Promise<Disposable | null>;
}

/** All bytes of a file, or `null` if it does not exist. */
export async function readWhole(disk: Disk, path: string): Promise<Uint8Array | null> {
  const file = await disk.openRead(path);
  if (file === null) return null;
  try {
    return await file.read(0, await file.size());
  } finally {
    file.close();
  }
}

/**
 * Replaces a file's content: written beside it, synced and renamed, so that it is the old one or the new one at any moment.
 * The new content outlives a loss of power when this resolves.
 */
export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.new`;
  const file = await disk.openWrite(beside);
  try {
    await file.truncate(0);
    await file.write(0, bytes);
    await file.sync();
  } finally {
    file.close();
  }
  await disk.rename(beside, path);
  await disk.syncFolder(path.slice(0, path.lastIndexOf("/")));
}
