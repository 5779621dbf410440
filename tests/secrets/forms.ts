/**
 * A secret in every form that programs write, each with a name.
 *
 * @module
 */

/** Forms that are texts. */
export const TEXT_FORMS: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => secret,
  "twice in turn": (secret) => secret + secret,
  "quotes doubled": (secret) => secret.replaceAll("'", "''").replaceAll('"', '""'),
  "quotes behind backslashes": (secret) => secret.replace(/['"\\]/g, "\\$&"),
  "a literal of SQL": (secret) => `'${secret.replaceAll("'", "''")}'`,
  "in a shell's single quotes": (secret) => `'${secret.replaceAll("'", `'\\''`)}'`,
  "in a shell's mixed quotes": (secret) => `'${secret.replaceAll("'", `'"'"'`)}'`,
  "in a shell's double quotes": (secret) => `"${secret.replace(/["$`\\]/g, "\\$&")}"`,
  "percent encoded": encodeURIComponent,
  "percent encoded, lower case": (secret) => lowerCase(encodeURIComponent(secret)),
  "percent encoded, every byte": (secret) => eachByte(secret, (hex) => `%${hex}`),
  "percent encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "percent encoded twice, lower case": (secret) => lowerCase(encodeURIComponent(lowerCase(encodeURIComponent(secret)))),
  "of a form": (secret) => new URLSearchParams([["", secret]]).toString().slice(1),
  "in an address": (secret) => passwordOf(new URL("db://user@host"), secret).href,
  "JSON": (secret) => JSON.stringify({ secret }),
  "JSON in JSON": (secret) => JSON.stringify({ json: JSON.stringify({ secret }) }),
  "JSON three times": (secret) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ secret }) }) }),
  "JSON in an address": (secret) => encodeURIComponent(JSON.stringify({ secret })),
  "JSON in ASCII": (secret) => JSON.stringify(secret).replace(/[^ -~]/g, codeUnit),
  "JSON with slashes escaped": (secret) => JSON.stringify(secret).replaceAll("/", "\\/"),
  "every code unit escaped": (secret) => secret.split("").map(codeUnit).join(""),
  "bytes of Python": (secret) =>
    eachByte(secret, (hex, byte) => isPlain(byte) ? String.fromCharCode(byte) : `\\x${hex}`),
  "bytes of SQL": (secret) => eachByte(secret, (_, byte) => `\\${byte.toString(8).padStart(3, "0")}`),
  "what Deno prints": (secret) => Deno.inspect({ secret }),
  "base64": (secret) => bytesOf(secret).toBase64(),
  "base64 behind one byte": (secret) => bytesOf(`x${secret}yz`).toBase64(),
  "base64 behind two bytes": (secret) => bytesOf(`xy${secret}z`).toBase64(),
  "base64 of addresses": (secret) => bytesOf(`>?${secret}`).toBase64({ alphabet: "base64url", omitPadding: true }),
  "base64 of JSON": (secret) => bytesOf(JSON.stringify({ secret })).toBase64(),
  "base64 of UTF-16": (secret) => utf16(secret).toBase64(),
  "Basic": (secret) => `Basic ${bytesOf(`user:${secret}`).toBase64()}`,
  "hex": (secret) => bytesOf(secret).toHex(),
  "hex, upper case": (secret) => bytesOf(secret).toHex().toUpperCase(),
  "HTML, by numbers": (secret) => secret.replace(/[^\w ]/g, (character) => `&#${character.charCodeAt(0)};`),
  "HTML, by hexadecimal numbers": (secret) => secret.replace(/[^\w ]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
  "HTML, by names": (secret) => secret.replace(/[&<>"'äö]/g, (character) => `&${ENTITIES[character]};`),
  "HTML in HTML": (secret) => secret.replace(/[&<>"'äö]/g, (character) => `&amp;${ENTITIES[character]};`),
};

/** Forms that are bytes but not text. */
export const BYTE_FORMS: Readonly<Record<string, (secret: string) => Uint8Array>> = {
  "UTF-16": utf16,
  "UTF-16, big end first": (secret) => {
    const bytes = utf16(secret);
    for (let i = 0; i < bytes.length; i += 2) bytes.subarray(i, i + 2).reverse();
    return bytes;
  },
  "Latin-1": (secret) => Uint8Array.from(secret, (character) => character.charCodeAt(0)),
};

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
  "ä": "auml",
  "ö": "ouml",
};

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function utf16(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.split("").flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8]));
}

function lowerCase(encoded: string): string {
  return encoded.replace(/%../g, (escape) => escape.toLowerCase());
}

function codeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function eachByte(text: string, write: (hex: string, byte: number) => string): string {
  return Array.from(bytesOf(text), (byte) => write(byte.toString(16).padStart(2, "0"), byte)).join("");
}

function isPlain(byte: number): boolean {
  return byte >= 32 && byte < 127 && byte !== 92;
}

function passwordOf(address: URL, password: string): URL {
  address.password = password;
  return address;
}
