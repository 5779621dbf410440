/** The caller that a token's claims make. */
import type { OidcConfig } from "../../config/config.ts";
import type { Caller } from "../caller.ts";

/** How many roles of a token count. */
const MAX_ROLES = 100;
/** Subjects as OpenID Connect has them; those of keys are kept apart. */
const SUBJECT = /^(?!key:)[ -~]{1,255}$/;
const ROLE = /^[\w.:/-]{1,64}$/;

/** The caller, or `null` if the subject is none that rules could compare with. `exp` is in seconds since 1970. */
export function callerOfClaims(
  claims: Readonly<Record<string, unknown>>,
  { rolesClaim, adminRole }: OidcConfig,
): Caller | null {
  const { sub, exp } = claims;
  if (typeof sub !== "string" || !SUBJECT.test(sub) || typeof exp !== "number") return null;
  const roles = rolesOf(claims, rolesClaim);
  const isAdmin = adminRole !== "" && roles.includes(adminRole);
  return { kind: "token", actor: `user:${sub}`, subject: sub, roles, isAdmin, grants: null, expiresAt: exp * 1_000 };
}

/** A list of roles, or a text with spaces between them. */
function rolesOf(claims: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = Object.hasOwn(claims, name) ? claims[name] : innerValue(claims, name.split("."));
  const all: unknown[] = Array.isArray(value) ? value : typeof value === "string" ? value.split(" ") : [];
  return all.filter((one): one is string => typeof one === "string" && ROLE.test(one)).slice(0, MAX_ROLES);
}

function innerValue(value: unknown, [name, ...more]: readonly string[]): unknown {
  if (name === undefined) return value;
  const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, name);
  return isObject ? innerValue((value as Record<string, unknown>)[name], more) : undefined;
}
