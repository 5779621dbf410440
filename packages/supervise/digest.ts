/**
 * The SHA-256 of a program's file, checked before it runs.
 *
 * @module
 */
import { StartError } from "./start_error.ts";

/**
 * Checks the SHA-256 of a file. A user who may write to it can still change it before it runs.
 *
 * @param command The name under which the file is to be started, for messages.
 * @param path The file; null if it was not found.
 * @param sha256 64 hex digits.
 * @throws {StartError} `DigestMismatch`, `DigestUnchecked`.
 * @throws {RangeError} if it is no SHA-256.
 */
export async function checkDigest(command: string, path: string | null, sha256: string): Promise<void> {
  if (!/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new RangeError(`Cannot check ${command}: sha256 "${sha256}" is not 64 hex digits`);
  }
  const found = await digestOf(command, path);
  if (found === sha256.toLowerCase()) return;
  throw new StartError("DigestMismatch", `Cannot start ${command}: ${path} has sha256 ${found}, not ${sha256}`, {
    hint: "if the program was updated on purpose, give its new sha256; else find out who changed it",
  });
}

async function digestOf(command: string, path: string | null): Promise<string> {
  if (path === null) throw unchecked(command, "the file is not there, or Deno may not look for it");
  // Loaded only here: the first module of Node costs a third of the probe's start.
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  try {
    using file = await Deno.open(path);
    for await (const chunk of file.readable) hash.update(chunk);
  } catch (cause) {
    throw unchecked(command, cause instanceof Error ? cause.message : String(cause), cause);
  }
  return hash.digest("hex");
}

function unchecked(command: string, reason: string, cause?: unknown): StartError {
  return new StartError("DigestUnchecked", `Cannot start ${command}: its sha256 cannot be checked: ${reason}`, {
    hint: "name the program by its path, let Deno read it (--allow-read), or leave sha256 out",
    cause,
  });
}
