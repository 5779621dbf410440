/**
 * Files that the probe writes: always new, and readable only by their owner.
 *
 * @module
 */
import { PrivateFile } from "@fluxwire/testing/recording";
import { UsageError } from "@fluxwire/command";

/**
 * Makes a file.
 *
 * @throws {UsageError} if the file exists, or may not or cannot be written.
 */
export function newFile(path: string): PrivateFile {
  if (Deno.permissions.querySync({ name: "write", path }).state !== "granted") {
    throw new UsageError(`Cannot write ${path}: permission is missing; run Deno with --allow-write=${path}`);
  }
  try {
    return new PrivateFile(path);
  } catch (error) {
    const why = error instanceof Deno.errors.AlreadyExists ? "it exists; name a new file" : (error as Error).message;
    throw new UsageError(`Cannot write ${path}: ${why}`, { cause: error });
  }
}
