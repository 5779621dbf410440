/** The version of this package. */
import manifest from "../deno.json" with { type: "json" };

/** As the package's manifest has it. */
export const VERSION: string = manifest.version;
