/**
 * A secret as other programs write it, in the forms that {@link layersOf} does not undo: base64, hex, other bytes than
 * UTF-8.
 *
 * @module
 */
import { textOfBytes, utf8Text } from "./byte_text.ts";
import { MIN_SECRET_CHARACTERS } from "./mask.ts";
import { layersOf, type Units } from "./unescape.ts";

/** A text to look for. */
export interface Form {
  /** The text. */
  text: string;
  /** Whether the characters beside it hold bits of it, too. */
  isBase64: boolean;
}

/** The shortest line of a secret of several lines that is looked for by itself. */
const MIN_LINE_CHARACTERS = 6;
/** Fewer characters of base64 stand in too many other texts. */
const MIN_BASE64_CHARACTERS = 4;
const utf8 = new TextEncoder();

/** The texts to look for to find a secret: in texts of characters or of bytes. */
export function formsOf(secret: string, units: Units): Form[] {
  const whole = [secret, ...secret.split(/\r?\n/).filter((line) => line.length >= MIN_LINE_CHARACTERS)];
  const encodings = byteEncodings(secret);
  const forms = [
    ...whole.map((text): Form => ({ text: units === "bytes" ? utf8Text(text) : text, isBase64: false })),
    ...units === "bytes" ? encodings.slice(1).map((bytes): Form => plain(textOfBytes(bytes))) : [],
    ...[...encodings, ...quotedEncodings(secret)].flatMap((bytes) => [...hexOf(bytes), ...base64Of(bytes)]),
  ];
  const found = new Map<string, Form>();
  for (const form of forms) {
    for (const text of [form.text, ...[...layersOf(form.text, units)].map(({ text }) => text)]) {
      if (text.length >= MIN_SECRET_CHARACTERS && !found.has(text)) found.set(text, { ...form, text });
    }
  }
  return [...found.values()];
}

function plain(text: string): Form {
  return { text, isBase64: false };
}

/** UTF-8 first, then UTF-16 in both orders, and Latin-1 if that can hold it and differs from UTF-8. */
function byteEncodings(secret: string): Uint8Array[] {
  const bytes = utf8.encode(secret),
    little = new Uint8Array(2 * secret.length),
    big = new Uint8Array(2 * secret.length);
  let most = 0;
  for (let i = 0; i < secret.length; i++) {
    const code = secret.charCodeAt(i);
    most = Math.max(most, code);
    little[2 * i] = big[2 * i + 1] = code & 0xff;
    little[2 * i + 1] = big[2 * i] = code >> 8;
  }
  const isLatin1 = most > 0x7f && most <= 0xff;
  return [bytes, little, big, ...isLatin1 ? [Uint8Array.from(secret, (character) => character.charCodeAt(0))] : []];
}

/** The secret as JSON and addresses quote it, if that differs: a whole document may be in base64. */
function quotedEncodings(secret: string): Uint8Array[] {
  const quoted = [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
  return quoted.filter((text) => text !== secret).map((text) => utf8.encode(text));
}

function hexOf(bytes: Uint8Array): Form[] {
  const hex = bytes.toHex();
  return [plain(hex), plain(hex.toUpperCase())];
}

/** The base64 characters that depend on these bytes alone, for each of the three alignments. */
function base64Of(bytes: Uint8Array): Form[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    const all = shifted.toBase64();
    const text = all.slice(Math.ceil(before * 8 / 6), Math.floor(shifted.length * 8 / 6));
    if (text.length < MIN_BASE64_CHARACTERS) return [];
    return [text, text.replaceAll("+", "-").replaceAll("/", "_")].map((text): Form => ({ text, isBase64: true }));
  });
}
