/** Integers of messages as numbers. */
import { StorageError } from "../roles.ts";

/**
 * The number of a 64-bit integer.
 *
 * @throws {StorageError} `corrupt` beyond 2^53 - 1.
 */
export function numberOf(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new StorageError("corrupt", `A driver answers ${value}: known are integers up to ${Number.MAX_SAFE_INTEGER}`);
  }
  return Number(value);
}
