/**
 * The mini-SQL of the mock driver: what a statement may be. Its grammar stands in the package's README.
 *
 * @module
 */
import type { OrderByColumn, SemanticFilter, Value } from "@fluxwire/wire";

/** One column of what is selected. */
export type Item =
  | { type: "value"; name: string; value: Value }
  | { type: "column"; name: string; column: string }
  | { type: "call"; name: string; function: string; args: Value[] };

/** A SELECT. */
export interface Select {
  /** Its kind. */
  type: "select";
  /** What is selected; null for all columns. */
  items: Item[] | null;
  /** From which table or view. */
  table: string | null;
  /** Which rows. */
  filter: SemanticFilter | null;
  /** In which order. */
  orderBy: OrderByColumn[];
  /** At most how many rows. */
  limit: number | null;
  /** How many rows are left out before. */
  offset: number;
}

/** A statement. */
export type Statement =
  | Select
  | { type: "insert"; table: string; columns: string[] | null; rows: Value[][]; returning: boolean }
  | { type: "update"; table: string; changes: [string, Value][]; filter: SemanticFilter | null; returning: boolean }
  | { type: "delete"; table: string; filter: SemanticFilter | null; returning: boolean }
  | { type: "explain"; select: Select }
  | { type: "describe"; table: string }
  | { type: "create"; table: string; columns: { name: string; type: string; primaryKey: boolean }[] }
  | { type: "drop"; table: string }
  | { type: "use"; database: string };
