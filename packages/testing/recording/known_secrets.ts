/**
 * Secrets that were seen where secrets stand, looked for wherever else they appear: a driver's error may repeat the
 * password, a result the token.
 *
 * @module
 */
import { MASK } from "./entry.ts";

/** Shorter ones are masked where they stand, and not looked for: every other word would be masked. */
const MIN_LENGTH = 3;
/** A host that tells more secrets than this is not followed: what is remembered must have a limit. */
const MAX_SECRETS = 1_000;
/** The password within an address, `scheme://user:password@host`, up to the last @ before the path. */
const ADDRESS_PASSWORD = /(:\/\/[^\s/:@"']*:)[^\s/"']+(?=@)/g;
/** The password among the settings of a connection string, `Password=...;` or `password=...`; no parameter of SQL. */
const SETTING_PASSWORD =
  /(?<=\b(?:password|passwd|pwd|secret|token|api_?key|access_?key|auth_?token)=)(?![$?:%])(?:"[^"]*"|'[^']*'|[^\s;&,"']+)/gi;

/** The secrets of a recording. */
export class KnownSecrets {
  readonly #texts = new Set<string>();
  #pattern: RegExp | null = null;
  #bytesPattern: RegExp | null = null;

  /** Whether there are so many that more cannot be remembered. */
  get isFull(): boolean {
    return this.#texts.size >= MAX_SECRETS;
  }

  /** Looks for a text from now on, also as addresses and JSON write it. */
  add(secret: string): void {
    if (secret.length < MIN_LENGTH || secret === MASK || this.isFull) return;
    const forms = [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)];
    if (forms.every((form) => this.#texts.has(form))) return;
    for (const form of forms) this.#texts.add(form);
    const longestFirst = [...this.#texts].sort((a, b) => b.length - a.length);
    this.#pattern = alternatives(longestFirst);
    this.#bytesPattern = alternatives(longestFirst.map((text) => latin1(new TextEncoder().encode(text))));
  }

  /** Looks from now on for the passwords of connection strings that a text has. */
  addFrom(text: string): void {
    for (const [address] of text.matchAll(ADDRESS_PASSWORD)) {
      const password = address.slice(address.indexOf(":", 3) + 1);
      this.add(password);
      this.add(decoded(password));
    }
    for (const [value] of text.matchAll(SETTING_PASSWORD)) this.add(value.replace(/^["']|["']$/g, ""));
  }

  /** The text without secrets; the same text where it has none. */
  maskText(text: string): string {
    const known = this.#pattern === null ? text : text.replace(this.#pattern, MASK);
    if (!known.includes("=") && !known.includes("://")) return known;
    return known.replace(ADDRESS_PASSWORD, `$1${MASK}`).replace(SETTING_PASSWORD, MASK);
  }

  /** The bytes without secrets; the same array where they have none. */
  maskBytes(bytes: Uint8Array): Uint8Array {
    if (bytes.length < MIN_LENGTH) return bytes;
    const text = latin1(bytes);
    const known = this.#bytesPattern === null ? text : text.replace(this.#bytesPattern, MASK);
    const masked = known.replace(ADDRESS_PASSWORD, `$1${MASK}`).replace(SETTING_PASSWORD, MASK);
    return masked === text ? bytes : Uint8Array.from(masked, (character) => character.charCodeAt(0));
  }
}

/** What a part of an address says; the part itself where it is not well written. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function alternatives(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => RegExp.escape(text)).join("|"), "g");
}

/** One character for each byte, so that bytes can be searched as text. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return text;
}
