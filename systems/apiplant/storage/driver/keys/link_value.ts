/** What the keys of a secret hold, as JSON. */
import { StorageError } from "../../roles.ts";

/** A value, that the value was removed, or that a later key has what came after. `token` names the call that wrote it. */
export type ChainLink =
  | { readonly kind: "value"; readonly token: string; readonly version: number; readonly value: Uint8Array }
  | { readonly kind: "removed"; readonly token: string }
  | { readonly kind: "moved"; readonly token: string; readonly to: number };

/** The text of a link. */
export function linkText(link: ChainLink): string {
  return JSON.stringify(link.kind === "value" ? { ...link, value: link.value.toBase64() } : link);
}

/**
 * The link of a text.
 *
 * @throws {StorageError} `corrupt` if it is none, without the text.
 */
export function linkOf(key: string, text: string): ChainLink {
  try {
    const link = JSON.parse(text);
    if (link.kind === "value") return { ...link, value: Uint8Array.fromBase64(link.value) };
    if (link.kind === "removed" || link.kind === "moved") return link;
  } catch {
    // Its text may be what is left of a secret.
  }
  throw new StorageError(
    "corrupt",
    `The key ${key} is not one that this server wrote: remove it, or give another prefix`,
  );
}
