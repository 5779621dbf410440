/**
 * The session, put together from parts.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { planning, reading, SQL_METHODS, type SqlMethod, type SqlParts, sqlSession } from "@fluxwire/sql";
import type { PgRelation } from "./relation.ts";
import { catalogOf } from "./catalog.ts";
import type { Databases } from "./databases.ts";
import { POSTGRES, READABLE } from "./dialect.ts";
import { generatorsOf } from "./generators.ts";
import { DatabaseError } from "./pg.ts";
import { runnerOf } from "./run.ts";

/** The methods of every session; DBFlux's settings show them before any session is open. */
export const METHODS: readonly (keyof Session)[] = [
  ...SQL_METHODS,
  "activeDatabase",
  "setActiveDatabase",
  "ping",
  "cleanupAfterCancel",
  "close",
];

/** The server's code for what it cannot do, such as returning the rows of a view whose rules do not. */
const UNABLE = "0A000";

/** The session of open databases. */
export function openSession(databases: Databases): Required<Pick<Session, SqlMethod | "close">> & Session {
  const parts: SqlParts<PgRelation> = {
    dialect: POSTGRES,
    run: runnerOf(databases),
    catalog: catalogOf(databases),
    generators: generatorsOf(databases),
    isInTransaction: (database) => databases.statusOf(database) !== "I",
    refusesReturning: (error) => {
      const { cause } = error as { cause?: unknown };
      return cause instanceof DatabaseError && cause.code === UNABLE;
    },
  };
  const { browseTable } = reading({ ...parts, run: runnerOf(databases, true) });
  return {
    ...sqlSession(parts),
    browseTable,
    ...planning(READABLE),
    activeDatabase: () => databases.activeName,
    setActiveDatabase: ({ database }, { signal }) => databases.activate(database, signal),
    async ping({ signal }) {
      const connection = await databases.active(signal);
      if (connection.transactionStatus !== "E") await connection.control("SELECT", signal);
    },
    /** Ends a transaction that failed with a cancelled statement: it accepts only ROLLBACK. */
    async cleanupAfterCancel({ signal }) {
      const connection = await databases.active(signal);
      if (connection.transactionStatus === "E") await connection.control("ROLLBACK", signal);
    },
    close: () => databases.close(),
  };
}
