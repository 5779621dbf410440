/**
 * Five secrets, each for a place where hosts tell one, and lines that repeat them in every form.
 *
 * @module
 */
import { BYTE_FORMS, TEXT_FORMS } from "./forms.ts";

/** What is told, and where. */
export const PLANTED = {
  token: "t0ken-ab12cd34",
  password: `pä"ss w'ör\\d/77`,
  sshSecret: "hunter<2>&hunter",
  key: "k3y/of=form+x y",
  inAddress: "in%address@9",
} as const;

/** The address that has {@link PLANTED}'s. */
export const ADDRESS: string = `db://user:${encodeURIComponent(PLANTED.inAddress)}@host/x`;

/** A secret in a form. */
export interface PlantedForm {
  /** How it is found among others. */
  marker: string;
  /** The form. */
  text: string;
}

/** All five in one form after the other. */
export const TEXT_LINES: readonly (readonly PlantedForm[])[] = Object.values(TEXT_FORMS).map((form, i) =>
  Object.values(PLANTED).map((secret, j) => ({ marker: `#${i}.${j}#`, text: form(secret) }))
);

/** All five in each form of bytes, a text or not. */
export const BYTES: readonly Uint8Array[] = [
  ...TEXT_LINES.flat().map(({ text }) => new TextEncoder().encode(text)),
  ...Object.values(BYTE_FORMS).flatMap((form) => Object.values(PLANTED).map(form)),
];

/** The text that repeats five secrets in a form. */
export function linesOf(forms: readonly PlantedForm[]): string {
  return forms.map(({ marker, text }) => `${marker} ${text} .`).join("\n");
}

/** What of the planted secrets stands in a place, as it is or in the form that was said; none where all is well. */
export function leaksIn(kept: string | Uint8Array): string[] {
  const forms = [...Object.values(PLANTED), ...TEXT_LINES.flat().map(({ text }) => text)];
  if (typeof kept === "string") {
    const escaped = forms.map((form) => JSON.stringify(form).slice(1, -1));
    return [...new Set([...forms, ...escaped])].filter((form) => kept.includes(form));
  }
  const text = latin1(kept), utf8 = new TextEncoder();
  return [...forms.map((form) => utf8.encode(form)), ...BYTES].map(latin1).filter((form) => text.includes(form));
}

/** Which lines do not stand in a text at all: a place that drops what it should mask is no proof. */
export function missingIn(kept: string | Uint8Array): string[] {
  const text = typeof kept === "string" ? kept : latin1(kept);
  return TEXT_LINES.flat().map(({ marker }) => marker).filter((marker) => !text.includes(marker));
}

/** One character for each byte. */
export function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
