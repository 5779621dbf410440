/**
 * How the host treats a column's values, from the declared type.
 *
 * @module
 */
import type { ColumnKind } from "@fluxwire/sdk";

/** The parts of declared types by which DBFlux's own SQLite driver knows kinds, in its order (PROTOCOL.md#the-driver-host). */
const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [/INT/, "Integer"],
  [/REAL|FLOA|DOUB|NUMERIC|DECIMAL/, "Float"],
  [/DATE|TIME|STAMP/, "Timestamp"],
  [/CHAR|TEXT|CLOB/, "Text"],
];

/** The kind of a declared type, by what it contains. Unknown for an expression. */
export function columnKind(declaredType: string | null): ColumnKind {
  const type = (declaredType ?? "").toUpperCase();
  return KINDS.find(([part]) => part.test(type))?.[1] ?? "Unknown";
}
