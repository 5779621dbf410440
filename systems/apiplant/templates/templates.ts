/** Every template that a server can import. */
import { NX } from "./nx.ts";
import type { Template } from "./template.ts";

/** The templates, by the word of `--template`. */
export const TEMPLATES: Readonly<Record<Template["name"], Template>> = { nx: NX };
