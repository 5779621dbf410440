/**
 * Five secrets, each in a place where hosts send one, and lines that repeat them in every form.
 *
 * @module
 */
import { BYTE_FORMS, TEXT_FORMS } from "./forms.ts";

/** The secrets, and their places. */
export const PLANTED = {
  token: "t0ken-ab12cd34",
  password: `pä"ss w'ör\\d/77`,
  sshSecret: "hunter<2>&hunter",
  key: "k3y/of=form+x y",
  inAddress: "in%address@9",
} as const;

/** The address that contains {@link PLANTED}'s password. */
export const ADDRESS: string = `db://user:${encodeURIComponent(PLANTED.inAddress)}@host/x`;

/** A secret in one form. */
export interface PlantedForm {
  /** Its name. */
  marker: string;
  /** The secret in the form. */
  text: string;
}

/** All five in one form, one after the other. */
export const TEXT_LINES: readonly (readonly PlantedForm[])[] = Object.values(TEXT_FORMS).map((form, i) =>
  Object.values(PLANTED).map((secret, j) => ({ marker: `#${i}.${j}#`, text: form(secret) }))
);

/** All five in each form, as bytes. */
export const BYTES: readonly Uint8Array[] = [
  ...TEXT_LINES.flat().map(({ text }) => new TextEncoder().encode(text)),
  ...Object.values(BYTE_FORMS).flatMap((form) => Object.values(PLANTED).map(form)),
];

/** The text that repeats five secrets in several forms. */
export function linesOf(forms: readonly PlantedForm[]): string {
  return forms.map(({ marker, text }) => `${marker} ${text} .`).join("\n");
}

/** The planted secrets in a place, in plain or encoded form; none if all are masked. */
export function leaksIn(kept: string | Uint8Array): string[] {
  const forms = [...Object.values(PLANTED), ...TEXT_LINES.flat().map(({ text }) => text)];
  if (typeof kept === "string") {
    const escaped = forms.map((form) => JSON.stringify(form).slice(1, -1));
    return [...new Set([...forms, ...escaped])].filter((form) => kept.includes(form));
  }
  const text = latin1(kept), utf8 = new TextEncoder();
  return [...forms.map((form) => utf8.encode(form)), ...BYTES].map(latin1).filter((form) => text.includes(form));
}

/** The missing lines of a text: a place that drops what it should mask proves nothing. */
export function missingIn(kept: string | Uint8Array): string[] {
  const text = typeof kept === "string" ? kept : latin1(kept);
  return TEXT_LINES.flat().map(({ marker }) => marker).filter((marker) => !text.includes(marker));
}

/** A text with one character for each byte. */
export function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
