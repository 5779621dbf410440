import { deepStrictEqual, throws } from "node:assert/strict";
import { parsePicture } from "./notation.ts";

const HEAD = "Title\ncolumns 100 100 gap 20\nrows 40 gap 10\n";

Deno.test("parsePicture() reads boxes, spans and arrows", () => {
  const picture = parsePicture(`${HEAD}ours a 1 1 One | two\nother b 2 1 B\narrow a --> b @1 up | down`);
  deepStrictEqual(picture, {
    title: "Title",
    columns: { sizes: [100, 100], gaps: [20] },
    rows: { sizes: [40], gaps: [] },
    boxes: [
      { name: "a", kind: "ours", columns: [0, 0], rows: [0, 0], lines: ["One", "two"] },
      { name: "b", kind: "other", columns: [1, 1], rows: [0, 0], lines: ["B"] },
    ],
    arrows: [{ from: "a", to: "b", look: "-->", at: 0, lines: ["up", "down"] }],
  });
});

Deno.test("parsePicture() refuses lines that are not in the notation, and arrows to unknown boxes", () => {
  const messages: readonly [string, string][] = [
    ["Title", "Cannot read picture: it needs a title, columns and rows"],
    [`${HEAD}theirs a 1 1 A`, 'Cannot read picture: "theirs a 1 1 A" is not in its notation'],
    [`${HEAD}ours a 1 1 A\narrow a -> c`, "Cannot read picture: no box is named c"],
    ["Title\ncolumns 9 9 9 gap 1 2 3", 'Cannot read picture: "columns 9 9 9 gap 1 2 3" has too many gaps, or too few'],
  ];
  for (const [text, message] of messages) throws(() => parsePicture(text), { name: "SyntaxError", message });
});
