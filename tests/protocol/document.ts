/**
 * The documents about the wire, and their generated parts.
 *
 * @module
 */
import { frameBlocks } from "./frame_blocks.ts";
import { errorTable, methodTable } from "./method_tables.ts";
import { typeTables } from "./type_tables.ts";
import { uncrossableTable } from "./uncrossable_table.ts";

/** A document with its generated parts, by the name in their markers. */
export interface GeneratedDocument {
  /** Its path in the repository. */
  path: string;
  /** The generator of each part. */
  parts: Readonly<Record<string, () => string>>;
}

/** Every document with generated parts. */
export const DOCUMENTS: readonly GeneratedDocument[] = [
  { path: "docs/wire/types.md", parts: { types: typeTables } },
  { path: "docs/wire/frames.md", parts: { frames: frameBlocks } },
  { path: "docs/wire/uncrossable.md", parts: { uncrossable: uncrossableTable } },
  { path: "PROTOCOL.md", parts: { methods: methodTable, errors: errorTable } },
];

/** The copy of PROTOCOL.md within a package, and where it stands. */
export const COPY = { of: "PROTOCOL.md", path: "packages/testing/conformance/protocol.txt" } as const;

/** The address of a document. */
export function urlOf({ path }: { readonly path: string }): URL {
  return new URL(`../../${path}`, import.meta.url);
}

/**
 * A document's text with newly generated parts.
 *
 * @throws {Error} if the markers of a part are missing.
 */
export function withGeneratedParts({ path, parts }: GeneratedDocument, markdown: string): string {
  return Object.entries(parts).reduce((text, [name, generate]) => {
    const [begin, end] = [`<!-- generated:${name} -->\n`, `\n<!-- /generated:${name} -->`];
    const from = text.indexOf(begin), to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`Cannot generate ${name} of ${path}: its markers are missing`);
    return `${text.slice(0, from + begin.length)}\n${generate()}\n${text.slice(to)}`;
  }, markdown);
}
