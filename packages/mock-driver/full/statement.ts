/**
 * The statements of the mock driver's mini-SQL. The package's README has its grammar.
 *
 * @module
 */
import type { OrderByColumn, SemanticFilter, Value } from "@fluxwire/wire";

/** One item of a SELECT list. */
export type Item =
  | { type: "value"; name: string; value: Value }
  | { type: "column"; name: string; column: string }
  | { type: "call"; name: string; function: string; args: Value[] };

/** A SELECT. */
export interface Select {
  /** Its kind. */
  type: "select";
  /** The selected items; null for all columns. */
  items: Item[] | null;
  /** The table or view. */
  table: string | null;
  /** The filter. */
  filter: SemanticFilter | null;
  /** The order. */
  orderBy: OrderByColumn[];
  /** The most rows. */
  limit: number | null;
  /** How many rows to skip. */
  offset: number;
  /** The statements whose rows it may read as tables, by their names: those of WITH, and one in parentheses behind FROM. */
  within: readonly { name: string; select: Select }[];
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
