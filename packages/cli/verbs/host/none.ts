/**
 * `fluxwire host` without a verb.
 *
 * @module
 */
import type { Context } from "../../command/context.ts";
import { UsageError } from "@fluxwire/command";

/** Fails with the list of verbs. */
export async function run({ loadPart }: Context): Promise<number> {
  const part = await loadPart();
  const names = part.verbs.map(({ name }) => name).join(", ");
  throw new UsageError(`Missing verb of ${part.name}: give one of ${names}`);
}
