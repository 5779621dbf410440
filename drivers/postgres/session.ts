/**
 * The session, put together from parts.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { catalogRead, planning, queriedCatalog, type SqlMethod, sqlSession } from "@fluxwire/sql";
import { queriesOf } from "./catalog.ts";
import type { Databases } from "./databases.ts";
import { generatorsOf } from "./definition/generators.ts";
import { POSTGRES, READABLE } from "./dialect.ts";
import { sqlStateOf } from "./failure.ts";
import { runnerOf } from "./run.ts";

/** The server's code for what it cannot do, such as returning the rows of a view whose rules do not. */
const UNABLE = "0A000";

/** The server's code for what the role may not do, such as reading the row that it may add. */
const FORBIDDEN = "42501";

/** The session of open databases. */
export function openSession(databases: Databases): Required<Pick<Session, SqlMethod | "close">> & Session {
  const run = runnerOf(databases), read = catalogRead(run, POSTGRES);
  return {
    ...sqlSession({
      dialect: POSTGRES,
      run,
      catalog: queriedCatalog(read, queriesOf(() => databases.activeName)),
      generators: generatorsOf(read),
      isInTransaction: (database) => databases.statusOf(database) !== "I",
      seesOtherSessions: true,
      refusesReturning: (error) => sqlStateOf(error) === UNABLE,
      refusesReading: (error) => sqlStateOf(error) === FORBIDDEN,
    }),
    ...planning(READABLE),
    activeDatabase: () => databases.activeName,
    setActiveDatabase: ({ database }, { signal }) => databases.activate(database, signal),
    async ping({ signal }) {
      databases.checkTransaction();
      const connection = await databases.active(signal);
      if (connection.transactionStatus !== "E") await connection.control("SELECT", signal);
    },
    /** Ends a transaction that failed with a cancelled statement: it accepts only ROLLBACK. */
    cleanupAfterCancel: ({ signal }) => databases.undoFailed(signal),
    close: () => databases.close(),
  };
}
