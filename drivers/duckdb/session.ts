/**
 * A session: the methods that answer the host's requests, put together from those of every SQL database.
 *
 * @module
 */
import { DriverError, type Session } from "@fluxwire/sdk";
import { catalogRead, name, queriedCatalog, sql, sqlSession } from "@fluxwire/sql";
import { QUERIES } from "./catalog.ts";
import { DIALECT } from "./dialect.ts";
import { duckGenerators } from "./generators.ts";
import type { OpenedInstance } from "./instances.ts";
import { Statements } from "./statement.ts";

/** The session of an opened database. */
export function openSession(opened: OpenedInstance): Session {
  const statements = new Statements(opened.connection);
  const { run } = statements, read = catalogRead(run, DIALECT);
  return {
    ...sqlSession({
      dialect: DIALECT,
      run,
      catalog: queriedCatalog(read, QUERIES),
      isInTransaction: () => statements.isInTransaction,
      generators: duckGenerators(read),
    }),
    ping: () => {},
    async setActiveDatabase({ database }, context) {
      if (database === null) throw new DriverError("InvalidRequest", "Cannot change database: no name is given");
      // USE alone prefers a schema of that name.
      const [place] = await read(
        sql`SELECT schema_name FROM system.main.duckdb_schemas() WHERE database_name = ${database}
          ORDER BY schema_name NOT IN ('main', 'public'), schema_name LIMIT 1`,
        context,
      );
      if (place === undefined) throw new DriverError("Driver", `No database ${database}`);
      await read(sql`USE ${name(database, String(place[0]))}`, context);
    },
    close: () => opened[Symbol.dispose](),
  };
}
