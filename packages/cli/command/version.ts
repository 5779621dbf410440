/**
 * The version of the command line.
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };

/** That of `deno.json`. */
export const VERSION: string = manifest.version;
