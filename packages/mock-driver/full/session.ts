/**
 * A session of the full scenario: databases and keys of its own, the same at the beginning of each.
 *
 * @module
 */
import type { SemanticFilter, Value } from "jsr:@fluxwire/wire@^0.1.0";
import type { QueryResult, RowMethods, Session, WriteResult } from "jsr:@fluxwire/sdk@^0.1.0";
import { CODE_GENERATION } from "./code_generation.ts";
import { parseCondition } from "./condition.ts";
import { keyValueMethods } from "./key_value.ts";
import type { MockClock } from "../mock_clock.ts";
import { planOf } from "./plan.ts";
import { deleteRows, filterOf, insertRows, updateRows } from "./rows.ts";
import { describe, explain, runStatement } from "./run_statement.ts";
import { schemaMethods } from "./schema.ts";
import { pickRows, tableOrView, toCell, toResult } from "./select.ts";
import type { Store } from "./store.ts";

/** Opens a session on databases that are its own. */
export function openFullSession(store: Store, clock: MockClock): Session {
  return {
    ...schemaMethods(store),
    ...rowMethods(store),
    ...keyValueMethods(clock),
    ...CODE_GENERATION,
    execute: (request, context) => runStatement(request, { store, clock, context }),
    explain: async ({ table, query }, context) => {
      const sql = query ?? `SELECT * FROM "${table.name}"`;
      return /^\s*explain\b/i.test(sql)
        ? await runStatement({ sql, params: [] }, { store, clock, context })
        : explain(sql, store);
    },
    describeTable: ({ table }) => describe(store.table(table.name)),
    planSemantic: (request) => planOf(request, store),
    ping() {},
    cleanupAfterCancel() {},
  };
}

function rowMethods(store: Store): Required<RowMethods> {
  const browse = (name: string, filters: (SemanticFilter | null | undefined)[], rest: object = {}): QueryResult => {
    const table = tableOrView(store, name, null);
    return toResult(table.columns, pickRows(table, { filters, ...rest }));
  };
  const count = (name: string, filters: (SemanticFilter | null | undefined)[]): number =>
    pickRows(tableOrView(store, name, null), { filters }).length;
  const written = (rows: readonly Value[][]): WriteResult => ({
    affectedRows: rows.length,
    returningRow: rows[0]?.map(toCell) ?? null,
  });
  return {
    browseTable: ({ table, filter, semanticFilter, orderBy, pagination }) =>
      browse(table.name, [conditionOf(filter), semanticFilter], { orderBy, ...page(pagination) }),
    countTable: ({ table, filter, semanticFilter }) => count(table.name, [conditionOf(filter), semanticFilter]),
    browseCollection: ({ collection, semanticFilter, pagination }) =>
      browse(collection.name, [semanticFilter], page(pagination)),
    countCollection: ({ collection, semanticFilter }) => count(collection.name, [semanticFilter]),
    updateRow: ({ table: name, identity, changes }) => {
      const table = store.writable(name);
      return written(updateRows(table, changes, filterOf(table, identity)));
    },
    insertRow: ({ table, columns, values }) => written(insertRows(store.writable(table), columns, [values])),
    deleteRow: ({ table: name, identity }) => {
      const table = store.writable(name);
      return written(deleteRows(table, filterOf(table, identity)));
    },
  };
}

function conditionOf(text: string | null | undefined): SemanticFilter | null {
  return text?.trim() ? parseCondition(text) : null;
}

function page({ limit, offset }: { limit: number; offset: bigint }): { limit: number; offset: number } {
  return { limit, offset: Number(offset) };
}
