/**
 * Texts that people type and that hold secrets, as far as that can be seen: those stay nowhere.
 *
 * @module
 */
import { addressSecrets, isSecretName } from "@fluxwire/transport/secrets";
import type { DraftForm } from "./drafts.ts";

/** Words of statements that stand beside secrets, whatever the language. */
const WORDS = /pass|pwd|secret|token|credential|identified|\bauth\b|api_?key|private_?key/i;

/** Whether a text speaks of a secret, or is an address with a password. */
function speaksOfSecret(text: string): boolean {
  return WORDS.test(text) || addressSecrets(text).length > 0;
}

/** Drafts of texts: those that speak of a secret do not stay. */
export const TEXT: DraftForm<string> = {
  none: "",
  keep: (text) => text === "" || speaksOfSecret(text) ? undefined : text,
  read: (kept) => typeof kept === "string" ? kept : null,
};

/** Drafts of forms: fields whose name or text speaks of a secret do not stay. */
export const TEXTS: DraftForm<Readonly<Record<string, string>>> = {
  none: {},
  keep: (texts) => {
    const open = Object.entries(texts).filter(([name, text]) => !isSecretName(name) && !speaksOfSecret(text));
    return open.length === 0 ? undefined : Object.fromEntries(open);
  },
  read: (kept) => {
    if (typeof kept !== "object" || kept === null) return null;
    return Object.fromEntries(Object.entries(kept).filter(([, text]) => typeof text === "string"));
  },
};
