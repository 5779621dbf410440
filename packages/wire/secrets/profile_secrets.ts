/**
 * What of a connection profile is secret, whether its configuration is a form's or that of a built-in driver
 * (PROTOCOL.md#connection-profile).
 *
 * @module
 */
import { addressSecrets, isSecretName } from "@fluxwire/transport/secrets";

/** A deeper profile is no profile: what is below is secret. */
export const MAX_PROFILE_DEPTH = 64;

/**
 * Whether a member of a profile is secret, with all that is in it: by its name or that of a member around it
 * (`client_secret`), or since it is the value of a secret field.
 *
 * @param path The names from the profile on, without indices of lists.
 * @param fields The ids of the form's secret fields; null where no form is known: then every value of a form is secret.
 */
export function isSecretMember(path: readonly string[], fields: ReadonlySet<string> | null): boolean {
  if (path.length > MAX_PROFILE_DEPTH) return true;
  if (path.some((name) => name !== "save_password" && isSecretName(name))) return true;
  const field = fieldOf(path);
  return field !== undefined && (fields?.has(field) ?? true);
}

/** What stands in a secret member: a text or a number; null for what says nothing, such as an empty text. */
export function secretText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * The secrets of a profile: those of secret members, and the passwords within addresses of all others. A text that is no
 * JSON is a secret as a whole.
 *
 * @param fields As {@link isSecretMember} takes them.
 */
export function profileSecrets(profileJson: string, fields: ReadonlySet<string> | null): string[] {
  let profile: unknown;
  try {
    profile = JSON.parse(profileJson);
  } catch {
    return [profileJson];
  }
  const found: string[] = [], left: [value: unknown, path: readonly string[]][] = [[profile, []]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, path] = next;
    if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) left.push([member, below(path, value, name)]);
      continue;
    }
    const secret = secretText(value);
    if (secret === null) continue;
    if (isSecretMember(path, fields)) found.push(secret);
    else if (typeof value === "string") found.push(...addressSecrets(value));
  }
  return found;
}

/** The path of a member; an index is no name, and what is too deep has the path of what is around it. */
function below(path: readonly string[], value: object, name: string): readonly string[] {
  return path.length > MAX_PROFILE_DEPTH ? path : [...path, Array.isArray(value) ? "" : name];
}

/** The id of the form's field, or of the driver's own setting, that a member belongs to. */
function fieldOf(path: readonly string[]): string | undefined {
  if (path[0] === "config" && path[2] === "values") return path[3];
  return path[0] === "connection_settings" ? path[1] : undefined;
}
