/**
 * Generated definitions from texts that a database keeps or writes.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import type { Relation } from "./catalog.ts";
import type { CatalogRead, CatalogRow } from "./catalog_read.ts";
import type { GeneratorTarget } from "./generator.ts";
import type { Sql } from "./sql.ts";

/**
 * The statements that queries return, in the first cells of their rows.
 *
 * @throws {DriverError} `Driver` for a text that is not shown exactly: it must not be run.
 */
export async function statementsOf<R extends Relation>(
  read: CatalogRead,
  { relation, context }: Pick<GeneratorTarget<R>, "relation" | "context">,
  queries: readonly Sql[],
): Promise<string[]> {
  const texts: string[] = [];
  for (const query of queries) texts.push(...(await read(query, context, relation.database)).map(exact));
  return texts;
}

/** One text of several statements: each is ended by a semicolon and a line feed. Empty for no statements. */
export function script(statements: readonly string[]): string {
  return statements.map((text) => `${text};`).join("\n");
}

function exact([text]: CatalogRow): string {
  if (typeof text === "string") return text;
  throw new DriverError("Driver", "Cannot read a definition: the text that the database keeps is not valid");
}
