/** Errors of NATS as those of a storage. */
import { StorageError, type StorageErrorCode } from "../roles.ts";
import { JetStreamApiError } from "./library.ts";

/** JetStream's number for an append at another place than the expected one. */
export const WRONG_LAST_SEQUENCE = 10_071;
/** The same for one whose stream is being changed. */
export const WRONG_LAST_SEQUENCE_CONSTANT = 10_164;

/** What a caller can do, by JetStream's numbers; all others are `unavailable`. */
const CODES: Readonly<Record<number, StorageErrorCode>> = {
  10_023: "exhausted",
  10_028: "exhausted",
  10_039: "invalid",
  10_047: "exhausted",
  10_052: "invalid",
  10_054: "exhausted",
  10_058: "invalid",
  10_059: "corrupt",
  10_074: "invalid",
  10_076: "invalid",
  10_077: "exhausted",
};

/**
 * The error of a storage.
 *
 * @param name The name of the stream in messages.
 */
export function asStorageError(name: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const number = numberOf(error), kind = CODES[number ?? 0] ?? (isRefused(error) ? "invalid" : "unavailable");
  const text = error instanceof Error ? error.message || error.name : String(error);
  return new StorageError(kind, `${name} failed: ${text}${number === null ? "" : ` (${number})`}`);
}

/** JetStream's number of an error, or `null`. */
export function numberOf(error: unknown): number | null {
  return error instanceof JetStreamApiError ? error.apiError().err_code : null;
}

/** Whether the server refuses this user: another attempt does not help. */
function isRefused(error: unknown): boolean {
  return error instanceof Error &&
    /^(AuthorizationError|UserAuthenticationExpiredError|PermissionViolationError)$/.test(error.name);
}
