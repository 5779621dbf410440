/**
 * The statements that a request would run, without running them.
 *
 * @module
 */
import type {
  AggregateRequest,
  MutationRequest,
  Pagination,
  RowDelete,
  RowPatch,
  SemanticFilter,
  SemanticPlan,
  SemanticRequest,
  TableRef,
} from "@fluxwire/wire";
import { DriverError } from "@fluxwire/sdk";
import { filterOf } from "./rows.ts";
import { insertText, nameText, orderText, tableText, updateText, whereText } from "./sql_text.ts";
import { fullName, type Store } from "./store.ts";

/** The plan of a request. */
export function planOf(request: SemanticRequest, store: Store): SemanticPlan {
  if (request.type === "Mutation") return mutationPlan(request.value, store);
  const queries = [{ language: { type: "Sql" as const }, text: queryText(request), targetDatabase: store.current }];
  return { kind: "Query", queries, warnings: [] };
}

function queryText(request: Exclude<SemanticRequest, { type: "Mutation" }>): string {
  switch (request.type) {
    case "TableBrowse": {
      const { table, filter, semanticFilter, orderBy, pagination } = request;
      const rest = whereText(filter, semanticFilter) + orderText(orderBy) + pageText(pagination);
      return `SELECT * FROM ${tableText(table)}${rest}`;
    }
    case "TableCount":
      return `SELECT count(*) FROM ${tableText(request.table)}${whereText(request.filter, request.semanticFilter)}`;
    case "Aggregate":
      return aggregateText(request);
    case "CollectionBrowse": {
      const { collection, semanticFilter, pagination } = request;
      return `SELECT * FROM ${tableText({ schema: collection.database, name: collection.name })}${
        whereText(semanticFilter)
      }${pageText(pagination)}`;
    }
    case "CollectionCount":
      return `SELECT count(*) FROM ${
        tableText({ schema: request.collection.database, name: request.collection.name })
      }${whereText(request.semanticFilter)}`;
    case "Explain":
      return `EXPLAIN ${request.query ?? `SELECT * FROM ${tableText(request.table)}`}`;
    case "Describe":
      return `DESCRIBE ${tableText(request.table)}`;
  }
}

function aggregateText({ table, filter, groupBy, aggregations, having, orderBy, limit }: AggregateRequest): string {
  const groups = groupBy.map(({ name }) => nameText(name));
  const sums = aggregations.map(({ function: name, column, alias }) =>
    `${name.toLowerCase()}(${column ? nameText(column.name) : "*"}) AS ${nameText(alias)}`
  );
  const group = groups.length === 0 ? "" : ` GROUP BY ${groups.join(", ")}`;
  const kept = whereText(having).replace("WHERE", "HAVING");
  const rest = whereText(filter) + group + kept + orderText(orderBy) + (limit ? ` LIMIT ${limit}` : "");
  return `SELECT ${[...groups, ...sums].join(", ")} FROM ${tableText(table)}${rest}`;
}

function pageText({ limit, offset }: Pagination): string {
  return ` LIMIT ${limit} OFFSET ${offset}`;
}

function mutationPlan(mutation: MutationRequest, store: Store): SemanticPlan {
  const isKeyValue = mutation.type.startsWith("KeyValue");
  const text = isKeyValue ? commandText(mutation) : mutationText(mutation, store);
  const language = { type: isKeyValue ? "RedisCommands" as const : "Sql" as const };
  return { kind: "MutationPreview", queries: [{ language, text, targetDatabase: store.current }], warnings: [] };
}

function mutationText(mutation: MutationRequest, store: Store): string {
  switch (mutation.type) {
    case "SqlUpdate":
      return updateText(tableOf(mutation), mutation.changes, identityOf(mutation, store));
    case "SqlUpdateMany":
      return updateText(tableOf(mutation), mutation.changes, mutation.filter);
    case "SqlInsert":
    case "SqlUpsert":
      return insertText(tableOf(mutation), mutation.columns, mutation.values);
    case "SqlDelete":
      return `DELETE FROM ${tableText(tableOf(mutation))}${whereText(identityOf(mutation, store))}`;
    case "SqlDeleteMany":
      return `DELETE FROM ${tableText(tableOf(mutation))}${whereText(mutation.filter)}`;
    default:
      throw new DriverError("UnsupportedMethod", `the mock plans no ${mutation.type}`);
  }
}

function tableOf({ schema, table }: { schema?: string | null; table: string }): TableRef {
  return { schema, name: table };
}

function identityOf(mutation: RowPatch | RowDelete, store: Store): SemanticFilter {
  return filterOf(store.table(fullName(tableOf(mutation))), mutation.identity);
}

/** A change of a key as a command: its name, then the key and the other texts and numbers. */
function commandText({ type, ...rest }: MutationRequest): string {
  const words = Object.values(rest).flatMap((value) => typeof value === "string" ? [JSON.stringify(value)] : []);
  return [type.slice("KeyValue".length).toUpperCase(), ...words].join(" ");
}
