import { deepStrictEqual, ok } from "node:assert/strict";
import { read } from "../documents/tree.ts";
import { allowedFor } from "../rules/layers.ts";
import { type Box, parsePicture } from "./notation.ts";

const { boxes, arrows } = parsePicture(read("docs/pictures/packages.txt"));
const FOLDERS: readonly string[] = JSON.parse(read("deno.json")).workspace.map((folder: string) => folder.slice(2));

/** The folders of a box, which its first line names: for each name, a package and a system that share it. */
function foldersOf({ lines: [title] }: Box): string[][] {
  return title!.split(", ").map((name) => {
    return [`packages/${name}`, `systems/${name}`, name].filter((folder) => FOLDERS.includes(folder));
  });
}

Deno.test("docs/pictures/packages.txt has no arrow that the rules of imports forbid", () => {
  const imports = arrows.filter(({ look, from }) => look === "->" && from !== "drivers").flatMap(({ from, to }) => {
    // Of a package and a system of one name, arrows are the package's.
    const [above, below] = [from, to].map((name) => {
      return foldersOf(boxes.find((box) => box.name === name)!).map(([folder]) => folder!);
    });
    return above!.flatMap((folder) => below!.map((base) => [folder, base] as const));
  });
  ok(imports.length > 18);
  deepStrictEqual(imports.filter(([folder, base]) => !allowedFor(folder)?.has(base)), []);
});

Deno.test("docs/pictures/packages.txt has a box for every package and every system", () => {
  const drawn = boxes.flatMap(foldersOf).flat();
  deepStrictEqual(FOLDERS.filter((folder) => /^(packages|systems)\//.test(folder) && !drawn.includes(folder)), []);
});
