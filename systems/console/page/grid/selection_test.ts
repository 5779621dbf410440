import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { moved, rangeOf, type Selection, START } from "./selection.ts";

const SIZE = { rows: 100, columns: 5 };

function after(...keys: string[]): Selection {
  return keys.reduce<Selection>((selection, key) => {
    const isShift = key.startsWith("Shift+");
    return moved(selection, { key: key.replace("Shift+", ""), isShift, page: 20 }, SIZE)!;
  }, START);
}

Deno.test("moved() stays within the grid, and goes to its edges with Ctrl", () => {
  deepStrictEqual(after("ArrowUp", "ArrowLeft").cursor, { row: 0, column: 0 });
  deepStrictEqual(after("Ctrl+End", "ArrowDown").cursor, { row: 99, column: 4 });
  deepStrictEqual(after("PageDown", "PageDown", "PageUp", "End").cursor, { row: 20, column: 4 });
  deepStrictEqual(after("Ctrl+ArrowDown", "Ctrl+ArrowRight").cursor, { row: 99, column: 4 });
  strictEqual(moved(START, { key: "x", isShift: false, page: 1 }, SIZE), null);
});

Deno.test("moved() selects from the anchor with Shift, in any direction, and one cell without", () => {
  const selection = after("ArrowDown", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowLeft");
  deepStrictEqual(rangeOf(selection), { row: 1, rows: 2, column: 1, columns: 2 });
  const back = moved(selection, { key: "ArrowUp", isShift: false, page: 1 }, SIZE)!;
  deepStrictEqual(rangeOf(back), { row: 1, rows: 1, column: 1, columns: 1 });
});

Deno.test("moved() selects every cell with Ctrl+A, and stays at the first", () => {
  const all = after("ArrowDown", "Ctrl+a");
  deepStrictEqual(rangeOf(all), { row: 0, rows: 100, column: 0, columns: 5 });
  deepStrictEqual(all.cursor, { row: 0, column: 0 });
});
