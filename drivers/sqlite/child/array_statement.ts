/**
 * Statements that give their rows as arrays.
 *
 * @module
 */
import type { StatementSync } from "node:sqlite";
import type { Parameter } from "../parameter.ts";
import type { SqliteCell } from "./selected_rows.ts";

/** Members of node:sqlite that Deno has but its types lack. */
type ArrayStatement = Omit<StatementSync, "all"> & {
  setReturnArrays(isOn: boolean): void;
  all(...parameters: readonly Parameter[]): SqliteCell[][];
};

/** The same statement; its integers are bigints. */
export function inArrays(statement: StatementSync): ArrayStatement {
  statement.setReadBigInts(true);
  const arrays = statement as unknown as ArrayStatement;
  arrays.setReturnArrays(true);
  return arrays;
}
