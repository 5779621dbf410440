/**
 * `probe host` without a verb of its own.
 *
 * @module
 */
import { UsageError } from "../../command/usage_error.ts";

/** Says which verbs there are. */
export function run(): Promise<number> {
  return Promise.reject(new UsageError("Missing verb of host: give one of run, status, restart, stop, logs"));
}
