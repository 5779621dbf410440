/**
 * `deno task errors:generate`: writes docs/errors.md from the sections of the probe.
 *
 * @module
 */
import { errorsMarkdown } from "../../packages/cli/errors/markdown.ts";
import { withFooter } from "../documents/reading_order.ts";

/** The path of the document. */
export const ERRORS: URL = new URL("../../docs/errors.md", import.meta.url);

if (import.meta.main) await Deno.writeTextFile(ERRORS, withFooter("errors.md", errorsMarkdown()));
