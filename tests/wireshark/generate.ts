/**
 * Writes the dissector from the codec's tables.
 *
 * @module
 */
import { dissectorLua } from "../../packages/testing/recording/wireshark/dissector.ts";

/** The committed dissector. */
export const DISSECTOR: URL = new URL("./fluxwire.lua", import.meta.url);

if (import.meta.main) await Deno.writeTextFile(DISSECTOR, dissectorLua());
