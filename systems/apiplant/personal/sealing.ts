/** Encrypting and decrypting one value: AES-256-GCM, bound to its model, instance, field and version. */
import type { Json } from "../json/json.ts";
import { parseExact, STORED_DEPTH } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import { seal, unseal } from "../storage/secure/seal.ts";
import type { Envelope } from "./envelope.ts";
import type { SubjectKey } from "./subject_keys.ts";

const NONCE_BYTES = 12;

/** Where a value stands. */
export interface ValuePlace {
  readonly model: string;
  readonly instance: string;
  readonly field: string;
  readonly version: number;
}

/** A value encrypted; `hash` is the HMAC of a unique one. */
export async function sealValue(
  value: Json,
  { id, key }: SubjectKey,
  place: ValuePlace,
  hash: string | null,
): Promise<Envelope> {
  const sealed = await seal(key, new TextEncoder().encode(stringifyExact(value)), boundTo(place));
  return {
    $enc: 1,
    k: id,
    v: place.version,
    f: place.field,
    n: sealed.subarray(0, NONCE_BYTES).toBase64(),
    c: sealed.subarray(NONCE_BYTES).toBase64(),
    ...hash !== null && { h: hash },
  };
}

/** The value of an envelope; `undefined` if it is not one of this instance, or was changed. */
export async function openValue(
  { v: version, f: field, n, c }: Envelope,
  key: CryptoKey,
  { model, instance }: Pick<ValuePlace, "model" | "instance">,
): Promise<Json | undefined> {
  const nonce = Uint8Array.fromBase64(n), ciphertext = Uint8Array.fromBase64(c);
  const sealed = new Uint8Array(nonce.length + ciphertext.length);
  sealed.set(nonce);
  sealed.set(ciphertext, nonce.length);
  const bytes = await unseal(key, sealed, boundTo({ model, instance, field, version }));
  return bytes === null ? undefined : parseExact(new TextDecoder().decode(bytes), STORED_DEPTH);
}

function boundTo({ model, instance, field, version }: ValuePlace): string {
  return `${model}/${instance}/${field}/${version}`;
}
