/**
 * PROTOCOL.md, of which some parts are generated.
 *
 * @module
 */
import { frameBlocks } from "./frame_blocks.ts";
import { errorTable, methodTable } from "./method_tables.ts";
import { typeTables } from "./type_tables.ts";
import { uncrossableTable } from "./uncrossable_table.ts";

/** Where it stands. */
export const PROTOCOL: URL = new URL("../../PROTOCOL.md", import.meta.url);

/** The generated parts, by the name in their markers. */
const PARTS: Readonly<Record<string, () => string>> = {
  methods: methodTable,
  errors: errorTable,
  uncrossable: uncrossableTable,
  frames: frameBlocks,
  types: typeTables,
};

/**
 * The document with its generated parts written anew.
 *
 * @throws {Error} where the markers of a part are missing.
 */
export function withGeneratedParts(document: string): string {
  return Object.entries(PARTS).reduce((text, [name, generate]) => {
    const [begin, end] = [`<!-- generated:${name} -->\n`, `\n<!-- /generated:${name} -->`];
    const from = text.indexOf(begin), to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`Cannot generate ${name} of PROTOCOL.md: its markers are missing`);
    return `${text.slice(0, from + begin.length)}\n${generate()}\n${text.slice(to)}`;
  }, document);
}
