/**
 * The session, put together from parts.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { catalogRead, reading, type SqlParts, sqlSession } from "@fluxwire/sql";
import { catalogOf } from "./catalog.ts";
import type { Database } from "./database.ts";
import { generatorsOf } from "./definitions.ts";
import { MAIN, SQLITE } from "./dialect.ts";
import { checkDatabase, encodedRunnerOf, runnerOf } from "./run.ts";

/** The session of an open database. */
export function openSession(database: Database): Session {
  const run = runnerOf(database), read = catalogRead(run, SQLITE);
  const parts: SqlParts = {
    dialect: SQLITE,
    run,
    catalog: catalogOf(read),
    generators: generatorsOf(read),
    isInTransaction: () => database.isInTransaction,
    refusesReturning: (error) => String(error).includes("RETURNING is not available on virtual tables"),
  };
  const { browseTable, explain } = reading({ ...parts, run: encodedRunnerOf(database) });
  const { schemaTypes: _, ...methods } = sqlSession(parts);
  return {
    ...methods,
    browseTable,
    explain,
    activeDatabase: () => MAIN,
    setActiveDatabase: ({ database: name }) => checkDatabase(name),
    ping: (context) => database.revive(context),
    cleanupAfterCancel: (context) => database.revive(context),
    close: () => database.close(),
  };
}
