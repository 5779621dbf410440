/**
 * The session, put together from parts.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { catalogRead, type Run, sqlSession } from "@fluxwire/sql";
import { catalogOf } from "./catalog.ts";
import { checkDatabase, type Database } from "./database.ts";
import { generatorsOf } from "./definitions.ts";
import { MAIN, SQLITE } from "./dialect.ts";

/** The session of an open database. */
export function openSession(database: Database): Session {
  const run: Run = (statement, context) => database.run(statement, context), read = catalogRead(run, SQLITE);
  const { schemaTypes: _, ...methods } = sqlSession({
    dialect: SQLITE,
    run,
    catalog: catalogOf(read),
    generators: generatorsOf(read),
    isInTransaction: () => database.isInTransaction,
  });
  return {
    ...methods,
    activeDatabase: () => MAIN,
    setActiveDatabase: ({ database: name }) => checkDatabase(name),
    ping: (context) => database.revive(context),
    cleanupAfterCancel: (context) => database.revive(context),
    close: () => database.close(),
  };
}
