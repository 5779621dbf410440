/**
 * Why a command has not reached its device, for both ends.
 *
 * @module
 */

/** Every code of a call that has failed, as `nx-code` has it. */
export const FAILURE_CODES = [
  "HubUnknown",
  "HubUnavailable",
  "HubDisconnected",
  "HubTimeout",
  "HubBusy",
  "TooLarge",
  "Cancelled",
  "BadRequest",
  "Forbidden",
  "HostStopping",
] as const;

/** A code of a call that has failed. */
export type FailureCode = typeof FAILURE_CODES[number];
