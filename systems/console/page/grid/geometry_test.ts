import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Geometry, ROW_HEIGHT } from "./geometry.ts";

const COLUMNS = Array.from({ length: 100 }, (_, at) => ({ name: `c${at}`, type: "", isKey: false, characters: 10 }));
const VIEW = { width: 500, height: 20 * ROW_HEIGHT };

Deno.test("Geometry gives the rows and columns in sight, and no more than there are", () => {
  const grid = new Geometry(COLUMNS, 10_000, 8);
  deepStrictEqual(grid.sight({ left: 0, top: 0 }, VIEW), { row: 0, rows: 20, column: 0, columns: 5, top: 0 });
  deepStrictEqual(grid.sight({ left: 100, top: 30 }, VIEW), { row: 1, rows: 20, column: 1, columns: 5, top: -6 });
  const end = grid.sight({ left: grid.width - VIEW.width, top: grid.height - VIEW.height }, VIEW);
  strictEqual(end.row + end.rows, 10_000);
  strictEqual(end.column + end.columns, 100);
});

Deno.test("Geometry brings every row and column into sight, also of more rows than a browser scrolls exactly", () => {
  for (const rows of [100, 1_000_000]) {
    const grid = new Geometry(COLUMNS, rows, 8);
    for (const row of [0, 1, rows >> 1, rows - 1]) {
      const top = grid.scrollTopFor(row, 0, VIEW.height), sight = grid.sight({ left: 0, top }, VIEW);
      ok(sight.row <= row && row < sight.row + sight.rows, `${row} of ${rows}: ${JSON.stringify(sight)}`);
    }
  }
  const grid = new Geometry(COLUMNS, 1, 8), left = grid.scrollLeftFor(99, 0, VIEW.width);
  strictEqual(grid.sight({ left, top: 0 }, VIEW).column + grid.sight({ left, top: 0 }, VIEW).columns, 100);
});
