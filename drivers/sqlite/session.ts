/**
 * The methods of a session, composed of their parts.
 *
 * @module
 */
import { DriverError, type Session } from "@fluxwire/sdk";
import { codeGeneration } from "./code_generation.ts";
import type { Database } from "./database.ts";
import { MAIN } from "./identifier.ts";
import { reading } from "./reading.ts";
import { schemaMethods } from "./schema.ts";
import { writing } from "./writing.ts";

/** The methods of every session; DBFlux's settings show them before any session is open. */
export const METHODS = [
  "execute",
  "explain",
  "describeTable",
  "browseTable",
  "countTable",
  "insertRow",
  "updateRow",
  "deleteRow",
  "schema",
  "listDatabases",
  "schemaForDatabase",
  "tableDetails",
  "viewDetails",
  "schemaIndexes",
  "schemaForeignKeys",
  "activeDatabase",
  "setActiveDatabase",
  "codeGenerators",
  "generateCode",
  "ping",
  "cleanupAfterCancel",
  "close",
] as const;

/** The session of an open database. */
export function openSession(database: Database): Required<Pick<Session, typeof METHODS[number]>> {
  return {
    async execute({ sql, params, limit, offset, database: name }, context) {
      checkDatabase(name);
      return await database.execute({ sql, params, limit, offset }, context);
    },
    ...reading(database),
    ...writing(database),
    ...schemaMethods(database),
    ...codeGeneration(database),
    activeDatabase: () => MAIN,
    setActiveDatabase: ({ database: name }) => checkDatabase(name),
    ping: (context) => database.revive(context),
    cleanupAfterCancel: (context) => database.revive(context),
    close: () => database.close(),
  };
}

function checkDatabase(name: string | null | undefined): void {
  if (!name || name === MAIN) return;
  throw new DriverError(
    "InvalidRequest",
    `Cannot use database ${name}: statements of SQLite run in ${MAIN}; write ${name}.table for a table elsewhere`,
  );
}
