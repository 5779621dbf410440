/**
 * The passphrase that guards an exporter.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { type Authorize, GrpcError } from "@fluxwire/grpc";
import { PASSPHRASE_KEY } from "../wire/names.ts";

const utf8 = new TextEncoder();

/** Lets calls pass that have the passphrase, compared in constant time; all others get UNAUTHENTICATED. */
export function guardOf(passphrase: string): Authorize {
  const wanted = digest(passphrase);
  return ({ metadata }) => {
    const given = metadata.get(PASSPHRASE_KEY);
    // Digests are of one length, whatever the length of the text.
    if (typeof given === "string" && timingSafeEqual(digest(given), wanted)) return;
    throw new GrpcError("UNAUTHENTICATED", "invalid or missing passphrase");
  };
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(utf8.encode(text)).digest();
}
