/**
 * Ids of instances on the model server, from the ids and keys of drivers.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** What the model server takes as an id at most, in characters. */
const MAX_LENGTH = 128;
const PLAIN = /^[A-Za-z0-9._-]+$/;
const FIRST = /^[A-Za-z0-9]/;

/**
 * The id of what these names lead to: a device, or a device and a key. Names of letters, digits, `.`, `_` and `-` stand in it as they
 * are, with `~` between them; of other names, and of long ones, it has the SHA-256. Different names have different ids.
 */
export function instanceId(...names: readonly string[]): string {
  const id = names.join("~");
  if (names.every((name) => PLAIN.test(name)) && FIRST.test(id) && id.length <= MAX_LENGTH) return id;
  return `x~~${createHash("sha256").update(JSON.stringify(names)).digest("hex")}`;
}
