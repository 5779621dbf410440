/** What keys may do: their scopes. */
import type { Caller, Grant } from "../caller.ts";
import { ACTIONS } from "../../model/rule.ts";
import type { StoredKey } from "./stored_key.ts";

/** How many scopes one key may have. */
export const MAX_SCOPES = 100;
/** The scope of keys that may do everything. */
export const ADMIN = "admin";

const ROLE = /^role:[\w.:/-]{1,64}$/;
const GRANT = /^(\*|[a-z][a-z0-9_-]{0,62}):(\*|[a-z]+)$/;

/** What is wrong with a scope, as the end of a sentence; `null` if nothing is. */
export function scopeProblem(scope: unknown): string | null {
  if (scope === ADMIN || typeof scope === "string" && ROLE.test(scope)) return null;
  const match = typeof scope === "string" ? GRANT.exec(scope) : null;
  const isKnown = match !== null && (match[2] === "*" || (ACTIONS as readonly string[]).includes(match[2]!));
  return isKnown
    ? null
    : `must be admin, role:NAME or MODEL:ACTION, with * for all and the actions ${ACTIONS.join(", ")}`;
}

/** The caller that a key makes. A key without `MODEL:ACTION` may do all that rules allow it. */
export function callerOfKey({ id, scopes, expiresAt }: StoredKey): Caller {
  const grants = scopes.flatMap((scope): Grant[] => {
    const match = scope.startsWith("role:") ? null : GRANT.exec(scope);
    return match === null ? [] : [{ model: match[1]!, action: match[2]! }];
  });
  return {
    kind: "key",
    actor: `key:${id}`,
    subject: `key:${id}`,
    roles: scopes.filter((scope) => scope.startsWith("role:")).map((scope) => scope.slice("role:".length)),
    isAdmin: scopes.includes(ADMIN) && grants.length === 0,
    grants: grants.length === 0 ? null : grants,
    expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
  };
}
