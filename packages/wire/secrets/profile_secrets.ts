/**
 * Finds the secrets of a connection profile, with the configuration of a form or of a built-in driver
 * (PROTOCOL.md#connection-profile).
 *
 * @module
 */
import { addressSecrets, isSecretName } from "@fluxwire/transport/secrets";

/** The deepest level of a valid profile; all values below it are treated as secret. */
export const MAX_PROFILE_DEPTH = 64;

/**
 * Whether a member of a profile is secret, including its content: by its own name or that of an enclosing member
 * (`client_secret`), or because it is the value of a secret field.
 *
 * @param path The names from the profile down, without list indices.
 * @param fields The ids of the form's secret fields; null if the form is unknown: then every value of a form is secret.
 */
export function isSecretMember(path: readonly string[], fields: ReadonlySet<string> | null): boolean {
  if (path.length > MAX_PROFILE_DEPTH) return true;
  if (path.some((name) => name !== "save_password" && isSecretName(name))) return true;
  const field = fieldOf(path);
  return field !== undefined && (fields?.has(field) ?? true);
}

/** The text of a secret member that is a text or a number; null for one without content, such as an empty text. */
export function secretText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * The secrets of a profile: secret members, and the passwords in addresses of all other members. A text that is not
 * JSON is secret as a whole.
 *
 * @param fields The ids of the form's secret fields, as in {@link isSecretMember}.
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

/** The path of a member. List indices add nothing, and neither do members that are too deep. */
function below(path: readonly string[], value: object, name: string): readonly string[] {
  return path.length > MAX_PROFILE_DEPTH ? path : [...path, Array.isArray(value) ? "" : name];
}

/** The id of the form's field, or of the driver's setting, that a member belongs to. */
function fieldOf(path: readonly string[]): string | undefined {
  if (path[0] === "config" && path[2] === "values") return path[3];
  return path[0] === "connection_settings" ? path[1] : undefined;
}
