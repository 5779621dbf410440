/**
 * What of an address or a connection string is secret.
 *
 * @module
 */
import { SEEN } from "./needles.ts";
import { findPlaced } from "./placed.ts";
import { Ranges } from "./ranges.ts";

/** Around the `=` of a list such as `host=db password = 'x'`. */
const BLANKS_AROUND = /[ \t]{0,8}=[ \t]{0,8}/g;

/**
 * The passwords within a value that may be the address of a database: as they stand there, decoded, and without doubled
 * quotes; none if it has none. Unlike in any text, the password of `scheme://user:password@host` may have a slash or an
 * at sign that is not encoded, and blanks may stand around `=`.
 */
export function addressSecrets(address: string): string[] {
  const text = address.replace(BLANKS_AROUND, "="), ranges = new Ranges();
  findPlaced(text, SEEN.equals | SEEN.colon | SEEN.blank, ranges);
  const found = ranges.merged().map(([start, end]) => text.slice(start, end));
  const all = [inUserInfo(address), ...found].flatMap((secret) =>
    secret ? [secret, decoded(secret), unquoted(secret)] : []
  );
  return [...new Set(all)];
}

/** Of `scheme://user:password@host`. */
function inUserInfo(address: string): string | undefined {
  const start = address.indexOf("://"), end = address.lastIndexOf("@");
  if (start === -1 || end < start) return undefined;
  const [user, ...password] = address.slice(start + 3, end).split(":");
  return /[\s/@]/.test(user!) ? undefined : password.join(":");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unquoted(text: string): string {
  return text.replace(/(["'`}])\1/g, "$1").replace(/\\(\W)/g, "$1");
}
