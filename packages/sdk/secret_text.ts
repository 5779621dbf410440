/**
 * How secrets look in texts: the forms that one takes, and where passwords stand in the address of a database.
 *
 * @module
 */

/** `password=x` of an address's query, or of a list as `host=db password='x'` and `Server=db;Pwd=x`. */
const IN_PARAMETER = /\b(?:password|passwd|pwd)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|([^\s;&'"]+))/gi;

/** A secret as it is, and as it stands in addresses, forms, JSON, and what a debugger prints. */
export function formsOf(secret: string): string[] {
  const text = secret.toWellFormed();
  const quoted = JSON.stringify(secret).slice(1, -1);
  const address = new URL("address://user@host");
  address.password = text;
  return [
    secret,
    encodeURIComponent(text),
    address.password,
    new URLSearchParams([["", text]]).toString().slice(1),
    quoted,
    quoted.replaceAll('\\"', '"'),
  ];
}

/** The passwords that stand in the address of a database, as they are there and decoded; none where it has none. */
export function addressPasswords(address: string): string[] {
  const inParameters = [...address.matchAll(IN_PARAMETER)].map((found) => found.slice(1).find((text) => text));
  return [inUserInfo(address), ...inParameters].flatMap((found) => found ? [found, decoded(found)] : []);
}

/** Of `scheme://user:password@host`; the password may have a slash or an at sign where nobody encoded it. */
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
