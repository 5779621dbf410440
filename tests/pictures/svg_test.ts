import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { lineOf, rectangleOf } from "./geometry.ts";
import { parsePicture } from "./notation.ts";
import { toSvg } from "./svg.ts";

const HEAD = "Title <1>\ncolumns 100 100 gap 20\nrows 40 40 gap 30\n";

Deno.test("lineOf() runs straight through what two boxes share, from edge to edge", () => {
  const picture = parsePicture(
    `${HEAD}ours a 1-2 1 A\nours b 2 2 B\nours c 1 2 C\narrow a -> b\narrow c -> b\narrow b -> a`,
  );
  deepStrictEqual(picture.arrows.map((arrow) => lineOf(picture, arrow)), [
    { direction: "vertical", from: [170, 43], to: [170, 67] },
    { direction: "horizontal", from: [103, 90], to: [117, 90] },
    { direction: "vertical", from: [170, 67], to: [170, 43] },
  ]);
});

Deno.test("lineOf() refuses an arrow between boxes that share no column and no row", () => {
  const picture = parsePicture(`${HEAD}ours a 1 1 A\nours b 2 2 B\narrow a -> b`);
  const message = "Cannot draw arrow a to b: they share no column and no row";
  throws(() => lineOf(picture, picture.arrows[0]!), { name: "RangeError", message });
});

Deno.test("rectangleOf() refuses cells that the picture does not have", () => {
  const picture = parsePicture(`${HEAD}ours a 2-3 1 A`);
  throws(() => rectangleOf(picture, picture.boxes[0]!), { name: "RangeError", message: "Cannot draw cells 2 to 3" });
});

Deno.test("toSvg() escapes texts, and has both schemes of colours", () => {
  const svg = toSvg(parsePicture(`${HEAD}ours a 1 1 A & B`));
  ok(svg.includes("<title>Title &lt;1&gt;</title>") && svg.includes(">A &amp; B</text>"));
  ok(svg.includes("@media (prefers-color-scheme: dark) {"));
});

Deno.test("toSvg() refuses a text that does not fit into its box", () => {
  const picture = parsePicture(`${HEAD}ours a 1 1 Much too long a text`);
  const message = 'Cannot draw a: "Much too long a text" takes about 180 of 100 pixels; make it shorter';
  throws(() => toSvg(picture), { name: "RangeError", message });
});
