/**
 * The connection profile of an OpenSession without its secrets (PROTOCOL.md#connection-profile).
 *
 * @module
 */
import type { KnownSecrets } from "./known_secrets.ts";
import { MASK } from "./entry.ts";

/** Members that hold secrets whatever the driver says: those of built-in drivers, and of profiles themselves. */
const SECRET_NAME = /passw|passphrase|secret|token|credential|api_?key|access_?key|private_?key|pwd/i;
/** A deeper profile is no profile: it is masked as a whole. */
const MAX_DEPTH = 64;

/** A text in place of a profile, and the paths of what is masked in it. */
export interface MaskedProfile {
  /** The profile as it may be kept. */
  text: string;
  /** Where something is masked, from the profile on; an empty path for the whole. */
  paths: string[];
}

/**
 * Masks a profile.
 *
 * @param secretFields The ids of the form's secret fields; null where the driver has announced no form: then every value
 * of the form is masked.
 * @param secrets Learns what is masked.
 */
export function maskedProfile(
  text: string,
  secretFields: ReadonlySet<string> | null,
  secrets: KnownSecrets,
): MaskedProfile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { text: MASK, paths: [""] };
  }
  if (typeof json !== "object" || json === null) return { text: MASK, paths: [""] };
  const walk = new ProfileWalk(secretFields, secrets);
  const masked = walk.mask(json, "", { isSecret: false, isForm: false, depth: 0 });
  return { text: JSON.stringify(masked), paths: walk.paths };
}

/** What holds for a part of a profile. */
interface Place {
  /** Whether every text below is a secret. */
  isSecret: boolean;
  /** Whether it is the form's values, by field id. */
  isForm: boolean;
  /** How far down. */
  depth: number;
}

class ProfileWalk {
  readonly #secretFields: ReadonlySet<string> | null;
  readonly #secrets: KnownSecrets;
  readonly paths: string[] = [];

  constructor(secretFields: ReadonlySet<string> | null, secrets: KnownSecrets) {
    this.#secretFields = secretFields;
    this.#secrets = secrets;
  }

  mask(json: unknown, path: string, place: Place): unknown {
    if (place.depth > MAX_DEPTH) return this.#masked(path);
    if (Array.isArray(json)) return json.map((item, i) => this.mask(item, `${path}[${i}]`, deeper(place)));
    if (typeof json === "object" && json !== null) {
      return Object.fromEntries(
        Object.entries(json).map(([key, value]) => {
          const kept = this.#secrets.maskText(key);
          const at = path === "" ? kept : `${path}.${kept}`;
          return [kept, this.mask(value, at, this.#placeOf(key, path, place))];
        }),
      );
    }
    if (place.isSecret) return this.#secret(json, path);
    return typeof json === "string" ? this.#text(json, path) : json;
  }

  #placeOf(key: string, path: string, place: Place): Place {
    const isForm = key === "values" && /^config\.[^.]+$/.test(path) || key === "connection_settings" && path === "";
    const isSecretField = place.isForm && (this.#secretFields?.has(key) ?? true);
    const isSecret = place.isSecret || isSecretField || SECRET_NAME.test(key) && key !== "save_password";
    return { isSecret, isForm, depth: place.depth + 1 };
  }

  #secret(json: unknown, path: string): unknown {
    if (json === null || json === "" || typeof json === "boolean") return json;
    this.#secrets.add(String(json));
    return this.#masked(path);
  }

  #text(text: string, path: string): string {
    this.#secrets.addFrom(text);
    const masked = this.#secrets.maskText(text);
    if (masked !== text) this.paths.push(path);
    return masked;
  }

  #masked(path: string): string {
    this.paths.push(path);
    return MASK;
  }
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}
