import { deepStrictEqual, ok } from "node:assert/strict";
import { read } from "../documents/tree.ts";
import { allowedFor } from "../rules/layers.ts";
import { parsePicture } from "./notation.ts";

Deno.test("docs/pictures/packages.txt has no arrow that the rules of imports forbid", () => {
  const { arrows } = parsePicture(read("docs/pictures/packages.txt"));
  const imports = arrows.filter(({ look, from }) => look === "->" && from !== "drivers");
  ok(imports.length > 8);
  const forbidden = imports.filter(({ from, to }) => !allowedFor(`packages/${from}`)?.has(`packages/${to}`));
  deepStrictEqual(forbidden, []);
});
