/** Values of personal fields as events and model storages have them: encrypted, with what is needed to decrypt them. */
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";

/** An encrypted value. */
export interface Envelope {
  readonly $enc: 1;
  /** The id of its key, which belongs to one instance. */
  readonly k: string;
  /** The model's version and the field's name when it was encrypted: the value is bound to them. */
  readonly v: number;
  readonly f: string;
  /** The nonce, and the ciphertext with its tag, in base64. */
  readonly n: string;
  readonly c: string;
  /** Of a field that is unique: the HMAC that equal values share. */
  readonly h?: string;
}

/**
 * The member of an instance's data that says where its personal data was erased. No field can have its name. It goes when a
 * personal field gets a value again.
 */
export const ERASED = "$erased";

const MEMBERS = ["$enc", "k", "v", "f", "n", "c"];

/** Whether a value has the form of an encrypted one; requests are refused that send such a value. */
export function isEnvelope(value: Json | undefined): value is JsonObject & Envelope {
  if (typeof value !== "object" || value === null || !("$enc" in value) || !isObject(value)) return false;
  return value.$enc === 1 && MEMBERS.every((name) => Object.hasOwn(value, name)) && typeof value.k === "string";
}

/** Whether data has an encrypted value, or lost those that it had. */
export function isSealed(data: JsonObject): boolean {
  for (const name in data) if (name === ERASED || isEnvelope(data[name])) return true;
  return false;
}

/** The place of the log that a key's id says: erasures behind it end the key. */
export function sinceOf(keyId: string): number {
  return Number(keyId.slice(0, keyId.indexOf("-")));
}

/** What unique values are compared by: equal values have equal forms. */
export function uniqueForm(value: Json): Json {
  return isEnvelope(value) ? value.h ?? null : value;
}

/** Data without its encrypted values, marked as erased at a place of the log. */
export function withoutPersonal(data: JsonObject, seq: number): JsonObject {
  const members = Object.entries(data).map(([name, value]) => [name, isEnvelope(value) ? null : value]);
  return { ...Object.fromEntries(members), [ERASED]: seq };
}
