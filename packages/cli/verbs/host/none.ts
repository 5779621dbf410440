/**
 * `fluxwire host` without a verb.
 *
 * @module
 */
import type { Context } from "../../command/context.ts";
import { UsageError } from "../../command/usage_error.ts";

/** Fails with the list of verbs. */
export function run({ part }: Context): Promise<number> {
  const names = part.verbs.map(({ name }) => name).join(", ");
  return Promise.reject(new UsageError(`Missing verb of ${part.name}: give one of ${names}`));
}
