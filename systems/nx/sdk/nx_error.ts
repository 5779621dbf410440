/**
 * Errors of commands, with codes for programs.
 *
 * @module
 */
import { FAILURE_CODES, type FailureCode } from "../rpc/failure_codes.ts";

/**
 * Why a command has failed. `NotFound`, `InvalidArgument` and `Failed` are answers of drivers; `HostUnavailable` says that
 * this driver has no connection to its host; the others are what a host answers.
 */
export type NxErrorCode =
  | "NotFound"
  | "InvalidArgument"
  | "Failed"
  | FailureCode
  | "HostUnavailable";

/** Every code of an {@link NxError}. */
export const NX_ERROR_CODES: readonly NxErrorCode[] = [
  "NotFound",
  "InvalidArgument",
  "Failed",
  ...FAILURE_CODES,
  "HostUnavailable",
];

/**
 * A command has failed. Thrown by a handler, it is the answer: `success` false, with this message and code.
 *
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { NxError } from "@fluxwire/nx";
 *
 * const error = new NxError("NotFound", "unknown endpoint");
 * equal(error.code, "NotFound");
 * ```
 */
export class NxError extends Error {
  /** The class's name. */
  override readonly name = "NxError";

  /**
   * An error of a command.
   *
   * @param code For programs.
   * @param message What callers compare: `unknown endpoint`.
   * @param detail A sentence for people.
   */
  constructor(
    readonly code: NxErrorCode,
    message: string,
    readonly detail: string = "",
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** The code of a text that is one; `Failed` for another. */
export function codeOf(text: unknown): NxErrorCode {
  return NX_ERROR_CODES.find((code) => code === text) ?? "Failed";
}
