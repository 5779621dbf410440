/**
 * The mock driver's queries (PROTOCOL.md#the-example-driver): four prefixes, no state.
 *
 * @module
 */
import type { ColumnMeta, DriverResponseBody, QueryResultDto } from "@fluxwire/wire";
import { failure } from "./failure.ts";
import type { Log } from "./log.ts";

/** The rows of each `select`. The reference's order is that of a hash map, the mock's is fixed. */
const ROWS: readonly [string, string][] = [
  ["key1", "value1"],
  ["key2", "value2"],
  ["users:1", '{"id": 1, "name": "Alice"}'],
  ["users:2", '{"id": 2, "name": "Bob"}'],
];

const COLUMNS: readonly ColumnMeta[] = [
  { name: "key", typeName: "TEXT", kind: "Unknown", nullable: false, isPrimaryKey: false },
  { name: "value", typeName: "TEXT", kind: "Unknown", nullable: true, isPrimaryKey: false },
];

/** The number of affected rows that each kind of write reports. */
const AFFECTED: Readonly<Record<string, bigint>> = { insert: 1n, update: 1n, delete: 0n };

/** Runs a statement. Only its prefix matters, untrimmed: ` SELECT` is unsupported, `selectx` is a select. */
export function execute(sql: string, log: Log): DriverResponseBody {
  const lower = sql.toLowerCase();
  if (lower.startsWith("select")) {
    return result({ columns: [...COLUMNS], rows: ROWS.map((row) => [...row]) });
  }
  for (const [verb, affectedRows] of Object.entries(AFFECTED)) {
    if (!lower.startsWith(verb)) continue;
    log.info(`Executing ${verb.toUpperCase()}: ${sql}`);
    return result({ affectedRows });
  }
  return failure("Driver", `Unsupported query: ${sql}`);
}

function result(parts: Partial<QueryResultDto>): DriverResponseBody {
  return {
    type: "ExecuteResult",
    result: { shape: "Table", columns: [], rows: [], executionTimeMs: 0n, ...parts },
  };
}
