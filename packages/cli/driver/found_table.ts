/**
 * The table that a command line names, as the driver knows it.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import { type ClientSession, RpcError } from "@fluxwire/wire/client";
import type { DataStructure } from "@fluxwire/wire";
import type { CommandLine } from "../command/args.ts";
import type { Driver } from "./driver.ts";
import { type Stored, storedIn, storedNamed } from "./stored.ts";

/** A table, and the database that it is in. */
export interface FoundTable extends Stored {
  /** The database that statements run in; null if the driver has no name for it. */
  database: string | null;
}

/**
 * The first word of a command line.
 *
 * @throws {UsageError} if it is missing.
 */
export function tableWord({ arguments: [word] }: CommandLine): string {
  if (word === undefined) throw new UsageError("Missing TABLE: give its name; probe tables lists them");
  return word;
}

/**
 * What a word names in the driver's schema. A driver without one gets the word as it is, split at its dot.
 *
 * @throws {UsageError} as of {@link storedNamed}.
 */
export async function foundTable(word: string, session: ClientSession, driver: Driver): Promise<FoundTable> {
  try {
    const { structure } = await driver.call((options) => session.schema(options));
    return { ...storedNamed(word, storedIn(structure)), database: databaseOf(structure) };
  } catch (error) {
    if (!(error instanceof RpcError && error.code === "UnsupportedMethod")) throw error;
    const [, schema = null, name = word] = /^([^.]+)\.(.+)$/.exec(word) ?? [];
    return { kind: "table", schema, name, columns: null, database: null };
  }
}

/** The columns of a table, as its schema has them or the driver describes them; null if it does neither. */
export async function columnsOf(
  { columns, database, schema, name }: FoundTable,
  session: ClientSession,
  driver: Driver,
): Promise<Stored["columns"]> {
  if (columns !== null && columns.length > 0) return columns;
  try {
    const request = { database: database ?? "", schema, table: name };
    return (await driver.call((options) => session.tableDetails(request, options))).columns ?? null;
  } catch (error) {
    if (error instanceof RpcError) return null;
    throw error;
  }
}

/** The database that statements run in; null if the schema has no name for it. */
export function databaseOf(structure: DataStructure): string | null {
  if (structure.type !== "Relational" && structure.type !== "Document") return null;
  return structure.currentDatabase ?? structure.databases.find(({ isCurrent }) => isCurrent)?.name ?? null;
}
