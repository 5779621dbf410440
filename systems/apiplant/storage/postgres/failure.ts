/** Errors of PostgreSQL as those of a storage. */
import { StorageError, type StorageErrorCode } from "../roles.ts";

/** What a caller can do, by SQLSTATE or its class; all others are `unavailable`. */
const CODES: Readonly<Record<string, StorageErrorCode>> = {
  "22": "invalid",
  "23": "corrupt",
  "28": "invalid",
  "3D": "invalid",
  "3F": "invalid",
  "42": "invalid",
  "53100": "exhausted",
  XX001: "corrupt",
  XX002: "corrupt",
};

/**
 * The error of a storage. Its message has no value of a statement, and no password.
 *
 * @param name The name of the database in messages.
 */
export function asStorageError(name: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { code = "", message } = error as { code?: string; message: string };
  const kind = CODES[code] ?? CODES[code.slice(0, 2)] ?? "unavailable";
  const text = message || code || "no connection";
  return new StorageError(kind, `${name} failed: ${text}${/^[0-9A-Z]{5}$/.test(code) ? ` (${code})` : ""}`);
}
