/**
 * What this host calls itself.
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };

/** The package's version. */
export const VERSION: string = manifest.version;
/** Name and version, as drivers receive them. */
export const HOST_NAME: string = `fluxwire-nx/${VERSION}`;
