import { deepStrictEqual, ok } from "node:assert/strict";
import { anchorsOf } from "./anchors.ts";
import { filesOf, read, ROOT } from "./tree.ts";

/** The files whose comments and texts may cite a document. */
const CITING = /\.(ts|js|rs|md|toml|json|expected|txt|lua)$/;

/** The fault of a link in a document, or null. */
function faultOf(document: string, target: string): string | null {
  const from = new URL(document, ROOT);
  const [path, anchor] = target.split("#");
  const file = path === "" ? from : new URL(path!, from);
  let isDirectory: boolean;
  try {
    ({ isDirectory } = Deno.statSync(file));
  } catch {
    return `${document}: ${target}: no such file`;
  }
  if (anchor === undefined || isDirectory || anchorsOf(Deno.readTextFileSync(file)).includes(anchor)) return null;
  return `${document}: ${target}: no such heading`;
}

Deno.test("links and pictures of all documents lead to files and headings that exist", () => {
  const documents = filesOf(/\.md$/);
  ok(documents.includes("docs/wire/types.md") && documents.includes("packages/sdk/README.md"));
  const faults = documents.flatMap((document) => {
    const text = read(document);
    const links = text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g), images = text.matchAll(/<img [^>]*src="([^"]+)"/g);
    return [...links, ...images].flatMap(([, target]) => faultOf(document, target!) ?? []);
  });
  deepStrictEqual(faults, []);
});

Deno.test("every section of PROTOCOL.md that sources cite exists", () => {
  const anchors = new Set(anchorsOf(read("PROTOCOL.md")));
  const citations = filesOf(CITING).flatMap((path) =>
    [...read(path).matchAll(/PROTOCOL\.md#([\w-]+)/g)].map(([, anchor]) => ({ path, anchor: anchor! }))
  );
  ok(citations.length > 60);
  deepStrictEqual(citations.filter(({ anchor }) => !anchors.has(anchor)), []);
});

Deno.test("sources and documents cite only documents of the repository", () => {
  const absent = new RegExp(["fact", "sheet"].join("\\s+"), "i");
  deepStrictEqual(filesOf(CITING).filter((path) => absent.test(read(path))), []);
});
