/**
 * Runs the statements of a session.
 *
 * @module
 */
import { type Cell, DriverError, float, type QueryResult, type Value } from "@fluxwire/sdk";
import type { Run, Statement } from "@fluxwire/sql";
import type { Database, OwnResult } from "./database.ts";
import { MAIN } from "./dialect.ts";

/** Runs the session's own statements, which look at their rows, and the user's, whose rows are encoded by the process. */
export function runnerOf(database: Database): Run {
  const encoded = encodedRunnerOf(database);
  return async (statement, context) => {
    const { text, purpose } = statement;
    if (purpose === "execute") return await encoded(statement, context);
    const values = valuesOf(statement);
    if (purpose === "read" || purpose === "catalog") return toResult(await database.read(text, values, context));
    if (purpose === "write") return toResult(await database.write(text, values, context));
    await database.control(text, context);
    return {};
  };
}

/** Runs statements whose rows go to the host: they are encoded by the process. */
export function encodedRunnerOf(database: Database): Run {
  return async (statement, context): Promise<QueryResult> => {
    const { text: sql, purpose, limit, offset } = statement;
    checkDatabase(statement.database);
    const request = { sql, params: valuesOf(statement), limit, offset };
    if (purpose === "execute") return await database.execute(request, context);
    return await database.query({ ...request, isSingle: true }, context);
  };
}

/**
 * Checks the database that a request names.
 *
 * @throws {DriverError} `InvalidRequest` for any but the opened file.
 */
export function checkDatabase(name: string | null | undefined): void {
  if (!name || name === MAIN) return;
  throw new DriverError(
    "InvalidRequest",
    `Cannot use database ${name}: statements of SQLite run in ${MAIN}; write ${name}.table for a table elsewhere`,
  );
}

function valuesOf({ parameters }: Statement): Value[] {
  return parameters.map(({ value }) => value);
}

function toResult({ columns, rows, affectedRows }: OwnResult): QueryResult {
  return { columns, rows: rows.map((row) => row.map(toCell)), affectedRows: affectedRows ?? undefined };
}

/** A number is a real here; the SDK would send whole ones as Ints. */
function toCell(cell: Value): Cell {
  return typeof cell === "number" ? float(cell) : cell;
}
