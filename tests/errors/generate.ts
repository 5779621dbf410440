/**
 * `deno task errors:generate`: writes docs/errors.md from the sections that the probe has.
 *
 * @module
 */
import { errorsMarkdown } from "../../packages/cli/errors/markdown.ts";

/** Where the document stands. */
export const ERRORS: URL = new URL("../../docs/errors.md", import.meta.url);

if (import.meta.main) await Deno.writeTextFile(ERRORS, errorsMarkdown());
