/**
 * The connection profile of an OpenSession without its secrets (PROTOCOL.md#connection-profile).
 *
 * @module
 */
import { MASK, type Secrets } from "@fluxwire/transport/secrets";
import { isSecretMember, MAX_PROFILE_DEPTH, profileSecrets, secretText } from "@fluxwire/wire/secrets";

/** The masked profile, and the paths of masked values. */
export interface MaskedProfile {
  /** The profile that may be kept. */
  text: string;
  /** The paths of masked values within the profile; an empty path for the whole. */
  paths: string[];
}

/**
 * Masks a profile.
 *
 * @param secretFields The ids of the form's secret fields; null if the driver announced no form: then every value
 * of the form is masked.
 * @param secrets Receives the masked values.
 */
export function maskedProfile(
  text: string,
  secretFields: ReadonlySet<string> | null,
  secrets: Secrets,
): MaskedProfile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { text: MASK, paths: [""] };
  }
  if (typeof json !== "object" || json === null) return { text: MASK, paths: [""] };
  secrets.add(profileSecrets(text, secretFields));
  const walk = new ProfileWalk(secretFields, secrets);
  const masked = walk.mask(json, "", []);
  return { text: JSON.stringify(masked), paths: walk.paths };
}

class ProfileWalk {
  readonly #secretFields: ReadonlySet<string> | null;
  readonly #secrets: Secrets;
  readonly paths: string[] = [];

  constructor(secretFields: ReadonlySet<string> | null, secrets: Secrets) {
    this.#secretFields = secretFields;
    this.#secrets = secrets;
  }

  /**
   * @param path Its path, as people read it.
   * @param names The names from the profile on; an index has none.
   */
  mask(json: unknown, path: string, names: readonly string[]): unknown {
    if (names.length > MAX_PROFILE_DEPTH) return this.#masked(path);
    if (Array.isArray(json)) return json.map((item, i) => this.mask(item, `${path}[${i}]`, [...names, ""]));
    if (typeof json === "object" && json !== null) {
      return Object.fromEntries(
        Object.entries(json).map(([key, value]) => {
          const kept = this.#secrets.mask(key);
          return [kept, this.mask(value, path === "" ? kept : `${path}.${kept}`, [...names, key])];
        }),
      );
    }
    if (secretText(json) !== null && isSecretMember(names, this.#secretFields)) return this.#masked(path);
    return typeof json === "string" ? this.#text(json, path) : json;
  }

  #text(text: string, path: string): string {
    const masked = this.#secrets.mask(text);
    if (masked !== text) this.paths.push(path);
    return masked;
  }

  #masked(path: string): string {
    this.paths.push(path);
    return MASK;
  }
}
