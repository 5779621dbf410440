/** API keys as the event storage keeps them: with the digest of each secret, and never the secret. */
import { createHash, randomBytes } from "node:crypto";
import { isSameSecret } from "@fluxwire/transport/secrets";
import type { JsonObject } from "../../json/json.ts";
import { StorageError } from "../../storage/roles.ts";

/** A key. Times are RFC 3339 in UTC. */
export interface StoredKey {
  /** Its name, which stands in the key and in events. */
  readonly id: string;
  /** The SHA-256 of its secret. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** The secret before the last rotation, as long as it may still be used. */
  readonly previous: { readonly hash: string; readonly until: string } | null;
}

/** The names of keys. */
export const KEY_ID: RegExp = /^[a-z][a-z0-9-]{0,31}$/;

const PREFIX = "ap";
const SECRET_BYTES = 32;
const FORM = /^ap_([a-z][a-z0-9-]{0,31})_([A-Za-z0-9_-]{43})$/;
/** Compared with where no key has the name, so that the answer takes as long. */
const NO_HASH = hashOf("");

/** A new secret, with the text that a client sends. */
export function newSecret(id: string): { readonly text: string; readonly hash: string } {
  const secret = new Uint8Array(randomBytes(SECRET_BYTES)).toBase64({ alphabet: "base64url", omitPadding: true });
  return { text: `${PREFIX}_${id}_${secret}`, hash: hashOf(secret) };
}

/** The name and the secret of a key's text; `null` for what is not one. */
export function keyParts(text: string): { readonly id: string; readonly secret: string } | null {
  const match = FORM.exec(text);
  return match === null ? null : { id: match[1]!, secret: match[2]! };
}

/** Whether a digest is that of a key's present secret, or of the one before while it may still be used. */
export function hasHash(key: StoredKey | undefined, hash: string, now: number): boolean {
  const previous = key?.previous ?? null;
  const isCurrent = isSameSecret(key?.hash ?? NO_HASH, hash),
    wasCurrent = isSameSecret(previous?.hash ?? NO_HASH, hash);
  if (key === undefined || isOver(key.expiresAt, now)) return false;
  return isCurrent || wasCurrent && !isOver(previous!.until, now);
}

/** Whether a time has come. */
export function isOver(time: string | null, now: number): boolean {
  return time !== null && Date.parse(time) <= now;
}

/** A key as clients and events see it. */
export function shownKey({ id, scopes, createdAt, expiresAt, previous }: StoredKey): JsonObject {
  return { id, scopes, createdAt, expiresAt, previousUntil: previous?.until ?? null };
}

/** What the register of keys holds. */
export interface KeysDocument {
  readonly v: number;
  readonly keys: readonly StoredKey[];
}

/** The keys of a register. Throws a `StorageError` `corrupt` if it is of another version. */
export function keysOf(document: KeysDocument | null): readonly StoredKey[] {
  if (document === null) return [];
  if (document.v === 1 && Array.isArray(document.keys)) return document.keys;
  throw new StorageError("corrupt", "The keys are of a newer version: use a newer server");
}

/** What a register of these keys holds. */
export function documentOf(keys: readonly StoredKey[]): KeysDocument {
  return { v: 1, keys };
}

/** The digest of a secret. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
