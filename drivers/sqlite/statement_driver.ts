/**
 * The driver inside the database's process: only runs statements. The driver that DBFlux uses is its client.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import {
  defineDriver,
  type Driver,
  DriverError,
  encodeAnswer,
  field,
  form,
  type QueryResultDto,
  type Session,
} from "@fluxwire/sdk";
import { isInMemory, type Target } from "./access.ts";
import { fromDatabase } from "./beside_statement.ts";
import { HeldStateReader } from "./held_state.ts";
import { toParameter } from "./parameter.ts";
import { ScriptRunner } from "./script.ts";

/** How long a statement waits for locks of other connections, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** SQLite's error code for a lock of another connection. */
const SQLITE_BUSY = 5;

/** Each result has, as its text, the `HeldState` after it, separated by commas. */
export const statementDriver: Driver = defineDriver({
  id: "sqlite-statements",
  name: "SQLite statements",
  version: "0.1.0",
  description: "Runs statements on one database",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "sqlite",
  form: form({ path: field.text("Path"), readOnly: field.checkbox("Read only") }),
  open: ({ values: { path, readOnly } }) => openStatements({ path, isReadOnly: readOnly }),
});

function openStatements(target: Target): Session {
  const db = openDatabase(target);
  const scripts = new ScriptRunner(db);
  const held = new HeldStateReader(db, isInMemory(target));
  return {
    async execute({ sql, params, limit = null, offset = null, database }, { signal, answer: own }) {
      const { isSingle = false, answer } = fromDatabase(database);
      const script = {
        sql,
        parameters: params.map((value, i) => toParameter(value, i + 1)),
        isSingle,
        limit,
        offset: offset ?? 0,
      };
      try {
        const startedAt = performance.now();
        const result = await scripts.run(script, signal);
        const executionTimeMs = BigInt(Math.round(performance.now() - startedAt));
        const dto: QueryResultDto = { shape: "Table", ...result, executionTimeMs };
        const textBody = held.read().join();
        if (answer === undefined) return { encoded: await encodeAnswer(own, { ...dto, textBody }) };
        return { columns: ["answer"], rows: [[await encodeAnswer(answer, dto)]], text: textBody };
      } catch (error) {
        throw toDriverError(error, target);
      }
    },
    close: () => db.close(),
  };
}

function openDatabase({ path, isReadOnly }: Target): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { readOnly: isReadOnly, timeout: BUSY_TIMEOUT_MS });
    db.function("regexp", { deterministic: true }, matches);
    // SQLite detects a file that is not a database on the first read.
    db.prepare("PRAGMA schema_version").get();
    return db;
  } catch (error) {
    const { message } = error as Error;
    throw new DriverError("Driver", `Connection failed: ${message}${message.includes(path) ? "" : `: ${path}`}`);
  }
}

/** SQLite has the operator REGEXP but no function for it. */
function matches(pattern: unknown, text: unknown): bigint | null {
  return pattern === null || text === null ? null : BigInt(new RegExp(String(pattern)).test(String(text)));
}

/** Errors of SQLite and of regular expressions are for the user; all others are defects. */
function toDriverError(error: unknown, { path }: Target): unknown {
  if (error instanceof SyntaxError) return new DriverError("Driver", error.message);
  if (!(error instanceof Error) || (error as { code?: string }).code !== "ERR_SQLITE_ERROR") return error;
  // The low byte; the rest is the extended code.
  if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) {
    const text = `${error.message}: another connection holds ${path}`;
    return new DriverError("Driver", text, { retriable: true });
  }
  if (error.message.startsWith("too many attached databases - max 0")) {
    return new DriverError(
      "Driver",
      `${error.message}; Deno lets SQLite attach databases only when the driver runs with -A`,
    );
  }
  return new DriverError("Driver", error.message);
}
