/**
 * The rows of results that a session reads itself.
 *
 * @module
 */
import type { Cell, Column, QueryResult, Row } from "@fluxwire/sdk";

/** The rows of a result, as lists of cells. */
export async function rowsOf({ columns = [], rows = [] }: QueryResult): Promise<(readonly Cell[])[]> {
  const names = columns.map((column) => typeof column === "string" ? column : column.name);
  const lists: (readonly Cell[])[] = [];
  for await (const row of rows as AsyncIterable<Row>) lists.push(toList(row, names));
  return lists;
}

/** The columns of a result. */
export function columnsOf({ columns = [] }: QueryResult): Column[] {
  return columns.map((column) => typeof column === "string" ? { name: column } : column);
}

function toList(row: Row, names: readonly string[]): readonly Cell[] {
  if (Array.isArray(row)) return row;
  const cells = row as { readonly [column: string]: Cell };
  return names.map((name) => cells[name]);
}
