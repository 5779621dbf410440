/** What API keys leave open. */
import { ADMIN } from "../auth/keys/scopes.ts";
import { isOver, type StoredKey } from "../auth/keys/stored_key.ts";
import { type Finding, warning } from "./finding.ts";

/** Keys that are good for longer than is probably meant, or not at all. */
export function keyFindings(keys: readonly StoredKey[], now: number): readonly Finding[] {
  const named = (of: readonly StoredKey[]) => of.map(({ id }) => id).join(", ");
  const forever = keys.filter(({ scopes, expiresAt }) => scopes.includes(ADMIN) && expiresAt === null);
  const over = keys.filter(({ expiresAt }) => isOver(expiresAt, now));
  return [
    ...forever.length < 2
      ? []
      : [warning("admin-keys", `Several keys may do everything and never expire: ${named(forever)}`)],
    ...over.length === 0 ? [] : [warning("expired-keys", `Keys have expired and can be removed: ${named(over)}`)],
  ];
}
