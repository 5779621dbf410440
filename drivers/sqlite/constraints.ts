/**
 * The UNIQUE and CHECK constraints of a table.
 *
 * @module
 */
import type { ConstraintInfo, Context, TableRef } from "@fluxwire/sdk";
import { checkClauses } from "./check_clauses.ts";
import type { Database } from "./database.ts";
import { definitionOf } from "./definitions.ts";
import { MAIN } from "./identifier.ts";
import { loadIndexes } from "./indexes.ts";

/** The constraints of a table. A CHECK without a name is named `check_` with the table and its number. */
export async function loadConstraints(
  database: Database,
  table: TableRef,
  context: Pick<Context, "signal">,
): Promise<ConstraintInfo[]> {
  const indexes = await loadIndexes(database, { schema: table.schema || MAIN, table: table.name }, context);
  const unique = indexes.filter((index) => index.isConstraint);
  const checks = checkClauses(await definitionOf(database, table, context) ?? "");
  return [
    ...unique.map(({ name, columns }): ConstraintInfo => ({ name, kind: "Unique", columns, checkClause: null })),
    ...checks.map(({ name, condition }, i): ConstraintInfo => ({
      name: name ?? `check_${table.name}_${i + 1}`,
      kind: "Check",
      columns: [],
      checkClause: condition,
    })),
  ];
}
