/** Errors that hooks see: what their questions reject with. */
import type { Json } from "../../json/json.ts";

/** An error with a code. All other errors are this server's own, and hooks learn nothing about them. */
export class HookError extends Error {
  /** Makes one, whose `name` is `NotAllowed`, `Refusal` or `TypeError`. */
  constructor(
    override readonly name: string,
    readonly code: string,
    message: string,
    readonly details: Json = null,
  ) {
    super(message);
  }
}

/** What a question rejects with that a hook may not ask. */
export function notAllowed(message: string): HookError {
  return new HookError("NotAllowed", "not_allowed", message);
}

/** What a question rejects with whose arguments have the wrong types. */
export function malformed(message: string): HookError {
  return new HookError("TypeError", "malformed", message);
}
