import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { annotate, decode, describe, encode, LAYOUTS, TYPE_NAMES } from "@fluxwire/wire";
import { COPY, DOCUMENTS, urlOf, withGeneratedParts } from "./protocol/document.ts";
import { EXAMPLE_FRAMES } from "./protocol/example_frames.ts";
import { readVectors } from "./vectors/vectors.ts";

/** The text of a document about the wire. */
function read(path: string): string {
  return Deno.readTextFileSync(urlOf(DOCUMENTS.find((document) => document.path === path)!));
}

/** The bytes in a block of annotated text. */
function shownBytes(block: string): string {
  const columns = block.split("\n").slice(1).map((line) =>
    /^ *\d+ {2}((?:[0-9a-f]{2} ?)*)(?: |$)/.exec(line)?.[1] ?? ""
  );
  return columns.join("").replaceAll(" ", "");
}

Deno.test("the documents about the wire match the tables; otherwise run deno task protocol:generate", () => {
  for (const document of DOCUMENTS) {
    const text = read(document.path);
    const isFresh = withGeneratedParts(document, text) === text;
    ok(isFresh, `Stale ${document.path}: run deno task protocol:generate and commit the file`);
  }
});

Deno.test("the packages have PROTOCOL.md as it is; otherwise run deno task protocol:generate", () => {
  strictEqual(Deno.readTextFileSync(urlOf(COPY)), Deno.readTextFileSync(urlOf({ path: COPY.of })));
});

Deno.test("withGeneratedParts() refuses a document without markers", () => {
  let message = "";
  try {
    withGeneratedParts(DOCUMENTS[0]!, "# Types on the wire");
  } catch (error) {
    message = String(error);
  }
  strictEqual(message, "Error: Cannot generate types of docs/wire/types.md: its markers are missing");
});

Deno.test("docs/wire/frames.md shows the bytes of each example, which decode and are a vector or the output of encode", () => {
  const blocks = [...read("docs/wire/frames.md").matchAll(/```text\n(offset[^]*?)\n```/g)].map(([, block]) =>
    shownBytes(block!)
  );
  deepStrictEqual(blocks, EXAMPLE_FRAMES.map(({ payload }) => payload.toHex()));
  const vectors = new Set(readVectors().map(({ payload }) => payload.toHex()));
  for (const { title, source, role, layout, payload } of EXAMPLE_FRAMES) {
    const { spans, error } = annotate(role, layout, payload);
    strictEqual(error, null, title);
    strictEqual(spans.reduce((bytes, { length }) => bytes + length, 0), payload.length, title);
    if (source.startsWith("vector")) ok(vectors.has(payload.toHex()), title);
    else strictEqual(encode(role, layout, decode(role, layout, payload).envelope).toHex(), payload.toHex(), title);
  }
});

Deno.test("docs/wire/frames.md has an annotated frame for every message group", () => {
  const groups = new Set(EXAMPLE_FRAMES.map(({ group }) => group));
  deepStrictEqual([...groups], [
    "Handshake",
    "Session",
    "Query",
    "Schema",
    "Browse",
    "Writes",
    "Key-value",
    "Code generation",
    "Audit",
    "Error",
    "Auth provider",
  ]);
});

Deno.test("docs/wire/types.md has every type, and a variant's number in each layout", () => {
  const reference = read("docs/wire/types.md");
  for (const name of TYPE_NAMES) {
    const description = describe(name)!;
    const hasRows = description.kind !== "struct" || description.fields.length > 0;
    if (hasRows) ok(reference.includes(`| **${name}**`), name);
  }
  const database = "|  | `Database` |  | 7 | 8 | 9 | 11 | 11 | 12 |";
  ok(reference.includes(database) && LAYOUTS.length === 6);
  ok(reference.includes("|  | `transferFamily` | `TransferFamily` | 0.7.0 | default `Incompatible` |"));
  ok(reference.includes("|  | 48 | `MULTI_STATEMENT` | 0.6 |"));
});
