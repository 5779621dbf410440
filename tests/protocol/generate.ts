/**
 * `deno task protocol:generate`: writes the generated parts of PROTOCOL.md.
 *
 * @module
 */
import { PROTOCOL, withGeneratedParts } from "./document.ts";

await Deno.writeTextFile(PROTOCOL, withGeneratedParts(await Deno.readTextFile(PROTOCOL)));
