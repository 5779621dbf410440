/**
 * Keeps reals as reals: the SDK would send whole numbers as Ints.
 *
 * @module
 */
import { type Cell, type Column, float } from "@fluxwire/sdk";

/**
 * Marks the numbers of rows as Floats; integers are bigints here. Columns of the kind Float need no mark.
 *
 * Changes the row in place, so no other code may use it.
 */
export function floatKeeper(columns: readonly Column[]): (row: Cell[]) => void {
  const isFloat = columns.map(({ kind }) => kind === "Float");
  return (row) => {
    for (let i = 0; i < row.length; i++) {
      const cell = row[i];
      if (typeof cell === "number" && !isFloat[i]) row[i] = float(cell);
    }
  };
}
