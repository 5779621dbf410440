/**
 * Objects of a `type` and one other key, for what JSON has no form of its own.
 *
 * @module
 */
import { mismatch, MismatchError, objectOf, quoted, within } from "./mismatch.ts";

/**
 * What the other key holds.
 *
 * @throws {MismatchError} for further keys, and whatever `read` throws, with the key in its path.
 */
export function payloadOf<T>(tagged: Record<string, unknown>, key: string, read: (json: unknown) => T): T {
  for (const other of Object.keys(tagged)) {
    if (other !== "type" && other !== key) {
      throw new MismatchError(`expected type and ${key}, found the key ${quoted(other)}`);
    }
  }
  try {
    return read(tagged[key]);
  } catch (error) {
    throw within(error, `.${key}`);
  }
}

/**
 * What an object of this type holds in its other key.
 *
 * @throws {MismatchError} for anything that is no object of this type.
 */
export function taggedPayload<T>(json: unknown, type: string, key: string, read: (json: unknown) => T): T {
  const expected = `an object of type ${type}`;
  const tagged = objectOf(json, expected);
  if (tagged.type !== type) throw mismatch(expected, json);
  return payloadOf(tagged, key, read);
}
