/**
 * The statements that a request would run, without running them.
 *
 * @module
 */
import type {
  AggregateRequest,
  MutationRequest,
  Pagination,
  SemanticPlan,
  SemanticRequest,
} from "jsr:@fluxwire/wire@^0.1.0";
import { DriverError } from "jsr:@fluxwire/sdk@^0.1.0";
import { filterOf } from "./rows.ts";
import { insertText, nameText, orderText, updateText, whereText } from "./sql_text.ts";
import type { Store } from "./store.ts";

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
      return `SELECT * FROM ${nameText(table.name)}${rest}`;
    }
    case "TableCount":
      return `SELECT count(*) FROM ${nameText(request.table.name)}${whereText(request.filter, request.semanticFilter)}`;
    case "Aggregate":
      return aggregateText(request);
    case "CollectionBrowse": {
      const { collection, semanticFilter, pagination } = request;
      return `SELECT * FROM ${nameText(collection.name)}${whereText(semanticFilter)}${pageText(pagination)}`;
    }
    case "CollectionCount":
      return `SELECT count(*) FROM ${nameText(request.collection.name)}${whereText(request.semanticFilter)}`;
    case "Explain":
      return `EXPLAIN ${request.query ?? `SELECT * FROM ${nameText(request.table.name)}`}`;
    case "Describe":
      return `DESCRIBE ${nameText(request.table.name)}`;
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
  return `SELECT ${[...groups, ...sums].join(", ")} FROM ${nameText(table.name)}${rest}`;
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
      return updateText(mutation.table, mutation.changes, filterOf(store.table(mutation.table), mutation.identity));
    case "SqlUpdateMany":
      return updateText(mutation.table, mutation.changes, mutation.filter);
    case "SqlInsert":
    case "SqlUpsert":
      return insertText(mutation.table, mutation.columns, mutation.values);
    case "SqlDelete": {
      const filter = filterOf(store.table(mutation.table), mutation.identity);
      return `DELETE FROM ${nameText(mutation.table)}${whereText(filter)}`;
    }
    case "SqlDeleteMany":
      return `DELETE FROM ${nameText(mutation.table)}${whereText(mutation.filter)}`;
    default:
      throw new DriverError("UnsupportedMethod", `Operation not supported: the mock plans no ${mutation.type}`);
  }
}

/** A change of a key as a command: its name, then the key and what is plain text of the rest. */
function commandText({ type, ...rest }: MutationRequest): string {
  const words = Object.values(rest).flatMap((value) => typeof value === "string" ? [JSON.stringify(value)] : []);
  return [type.slice("KeyValue".length).toUpperCase(), ...words].join(" ");
}
