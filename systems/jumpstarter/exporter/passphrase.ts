/**
 * The passphrase that guards an exporter.
 *
 * @module
 */
import { type Authorize, GrpcError } from "@fluxwire/grpc";
import { isSameSecret } from "@fluxwire/transport/secrets";
import { PASSPHRASE_KEY } from "../wire/names.ts";

/** Lets calls pass that have the passphrase, compared in constant time; all others get UNAUTHENTICATED. */
export function guardOf(passphrase: string): Authorize {
  return ({ metadata }) => {
    const given = metadata.get(PASSPHRASE_KEY);
    if (typeof given === "string" && isSameSecret(passphrase, given)) return;
    throw new GrpcError("UNAUTHENTICATED", "invalid or missing passphrase");
  };
}
