/** Errors of the file system, as storages report them. */
import { StorageError } from "../roles.ts";

/** The codes of a disk, or a share of it, that is full. */
const FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Runs a call on files. What the system refuses comes out as a `StorageError` that names the place: `exhausted` if the disk is
 * full, else `unavailable`.
 */
export async function withSystemErrors<T>(place: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string };
    if (error instanceof StorageError || typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) throw error;
    throw new StorageError(FULL.has(code) ? "exhausted" : "unavailable", `Cannot use ${place}: ${message}`, {
      cause: error,
    });
  }
}
