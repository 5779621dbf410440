/**
 * A session of the full scenario: databases and keys of its own, the same at the start of each.
 *
 * @module
 */
import type { SemanticFilter, Value } from "@fluxwire/wire";
import type { MethodsOf, QueryResult, Session, WriteResult } from "@fluxwire/sdk";
import { CODE_GENERATION } from "./code_generation.ts";
import { parseCondition } from "./condition.ts";
import { keyValueMethods } from "./key_value.ts";
import type { MockClock } from "../mock_clock.ts";
import { planOf } from "./plan.ts";
import { deleteRows, filterOf, insertRows, updateRows } from "./rows.ts";
import { describe, explain, runStatement } from "./run_statement.ts";
import { schemaMethods } from "./schema.ts";
import { pickRows, tableOrView, toCell, toResult } from "./select.ts";
import { tableText } from "./sql_text.ts";
import { fullName, type Store } from "./store.ts";

/** Opens a session on its own databases. */
export function openFullSession(store: Store, clock: MockClock): Session {
  return {
    ...schemaMethods(store),
    ...rowMethods(store),
    ...keyValueMethods(clock),
    ...CODE_GENERATION,
    execute: (request, context) => runStatement(request, { store, clock, context }),
    explain: async ({ table, query }, context) => {
      const sql = query ?? `SELECT * FROM ${tableText(table)}`;
      return /^\s*explain\b/i.test(sql)
        ? await runStatement({ sql, params: [] }, { store, clock, context })
        : explain(sql, store);
    },
    describeTable: ({ table }) => describe(store.table(fullName(table))),
    planSemantic: (request) => planOf(request, store),
    ping() {},
    cleanupAfterCancel() {},
  };
}

function rowMethods(store: Store): Required<MethodsOf<"rows">> {
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
      browse(fullName(table), [conditionOf(filter), semanticFilter], { orderBy, ...page(pagination) }),
    countTable: ({ table, filter, semanticFilter }) => count(fullName(table), [conditionOf(filter), semanticFilter]),
    browseCollection: ({ collection: { database, name }, semanticFilter, pagination }) =>
      browse(fullName({ schema: database, name }), [semanticFilter], page(pagination)),
    countCollection: ({ collection: { database, name }, semanticFilter }) =>
      count(fullName({ schema: database, name }), [semanticFilter]),
    updateRow: ({ schema, table: name, identity, changes }) => {
      const table = store.writable(fullName({ schema, name }));
      return written(updateRows(table, changes, filterOf(table, identity)));
    },
    insertRow: ({ schema, table: name, columns, values }) =>
      written(insertRows(store.writable(fullName({ schema, name })), columns, [values])),
    deleteRow: ({ schema, table: name, identity }) => {
      const table = store.writable(fullName({ schema, name }));
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
