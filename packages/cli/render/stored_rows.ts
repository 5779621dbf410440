/**
 * The tables of a driver, and the columns of one, as rows.
 *
 * @module
 */
import type { QueryResultDto, TableInfo, Value } from "@fluxwire/wire";
import type { Stored } from "../driver/stored.ts";

/** The kind, schema, name and columns of each table. */
export function tableRows(all: readonly Stored[]): QueryResultDto {
  return result(
    ["kind", "schema", "name", "columns"],
    all.map(({ kind, schema, name, columns }) => [
      kind,
      schema ?? "",
      name,
      columns?.map(({ name }) => name).join(", ") ?? "",
    ]),
  );
}

/** The name and type of each column, whether it may be null, its part in the key, and its default. */
export function columnRows({ columns }: Pick<TableInfo, "columns">): QueryResultDto {
  return result(
    ["column", "type", "null", "key", "default"],
    (columns ?? []).map(({ name, typeName, nullable, isPrimaryKey, defaultValue }) => [
      name,
      typeName,
      nullable ? "" : "not null",
      isPrimaryKey ? "key" : "",
      defaultValue ?? "",
    ]),
  );
}

function result(names: readonly string[], rows: Value[][]): QueryResultDto {
  const columns = names.map((name) => ({ name, typeName: "text", nullable: false, isPrimaryKey: false }));
  return { shape: "Table", columns, rows, executionTimeMs: 0n };
}
