/**
 * How the host treats a column's values, from the declared type.
 *
 * @module
 */
import type { ColumnKind } from "@fluxwire/sdk";

/** The kinds that DBFlux's own SQLite driver knows (PROTOCOL.md#the-driver-host). */
const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ["INTEGER", "Integer"],
  ["REAL", "Float"],
  ["NUMERIC", "Float"],
  ["DECIMAL", "Float"],
  ["DATE", "Timestamp"],
  ["TIME", "Timestamp"],
  ["DATETIME", "Timestamp"],
  ["TIMESTAMP", "Timestamp"],
  ["TEXT", "Text"],
  ["VARCHAR", "Text"],
]);

/** The kind of a declared type, ignoring text in parentheses. Unknown for an expression. */
export function columnKind(declaredType: string | null): ColumnKind {
  const name = (declaredType ?? "").replace(/\(.*$/, "").trim().toUpperCase();
  return KINDS.get(name) ?? "Unknown";
}
