/**
 * Objects with a `type` and one other key, for values that JSON cannot express.
 *
 * @module
 */
import { mismatch, MismatchError, objectOf, quoted, within } from "./mismatch.ts";

/**
 * The value of the other key.
 *
 * @throws {MismatchError} for further keys, and the errors of `read` with the key in their path.
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
 * The value of the other key in an object of a given type.
 *
 * @throws {MismatchError} for any other value.
 */
export function taggedPayload<T>(json: unknown, type: string, key: string, read: (json: unknown) => T): T {
  const expected = `an object of type ${type}`;
  const tagged = objectOf(json, expected);
  if (tagged.type !== type) throw mismatch(expected, json);
  return payloadOf(tagged, key, read);
}
