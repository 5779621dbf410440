/**
 * Converts the answers of the database's process to results for the SDK.
 *
 * @module
 */
import type { Cell, Column, QueryResult, QueryResultDto, Value } from "@fluxwire/sdk";
import { floatKeeper } from "./float_keeper.ts";

/** The result, exactly as SQLite returned it, without its text, which describes the process's state. */
export function toResult({ columns, rows, affectedRows, executionTimeMs }: QueryResultDto): QueryResult {
  const ours = columns.map(({ name, typeName: type, kind }): Column => ({ name, type, kind: kind ?? "Unknown" }));
  const cells: Cell[][] = rows;
  cells.forEach(floatKeeper(ours));
  return {
    columns: ours,
    rows: cells,
    affectedRows: affectedRows ?? undefined,
    executionTimeMs: Number(executionTimeMs),
  };
}

/** The cells of a column that holds text or nothing. */
export function text(cell: Value | undefined): string | null {
  return typeof cell === "string" ? cell : null;
}

/** The cells of a column that holds 0 or 1. */
export function flag(cell: Value | undefined): boolean {
  return cell === 1n;
}
