/**
 * Opens the database that the command line names, and serves its statements over standard input and output.
 *
 * @module
 */
import { type Call, sendEnd, sendFailure, serveRequests } from "@fluxwire/sdk/process/child";
import { RowEncoder, RowError } from "@fluxwire/sdk/rows";
import type { DatabaseSync } from "node:sqlite";
import { columnKind } from "../column_kind.ts";
import {
  type End,
  fromJson,
  isInMemory,
  type JsonCell,
  type Parameter,
  type Request,
  type ResultColumn,
  type Target,
  toJson,
} from "../messages.ts";
import { openDatabase } from "./database.ts";
import { saidOf, saidOfOpening } from "./failure.ts";
import { type HeldState, HeldStateReader } from "./held_state.ts";
import { type Output, ScriptRunner } from "./script.ts";
import type { Columns } from "./selected_rows.ts";

/** Runs until the driver closes the pipe. */
export function serveDatabase(target: Target): void {
  const ready = { held: [] };
  // The process runs: the next one may start. A locked file keeps only those waiting who want it.
  sendEnd(ready);
  let db: DatabaseSync;
  try {
    db = openDatabase(target);
  } catch (error) {
    return sendFailure({ ...saidOfOpening(error, target), held: [], done: 0 });
  }
  sendEnd(ready);
  serveRequests<Request>((call) => {
    const scripts = new ScriptRunner(db, call.check), state = new HeldStateReader(db, isInMemory(target));
    let held: readonly HeldState[] = [];
    const heldNow = (): readonly HeldState[] => held = state.read(held, scripts.hasChangedState);
    return (request) => {
      try {
        const end = run(scripts, request, call);
        return { end: { ...end, held: heldNow() } };
      } catch (error) {
        const said = saidOf(error, target), end = scripts.hasRolledBack ? "; the transaction was rolled back" : "";
        return { failure: { ...said, message: said.message + end, done: scripts.done, held: heldNow() } };
      }
    };
  });
  db.close();
}

function run(scripts: ScriptRunner, request: Request, { sendRows }: Call): Omit<End, "held"> {
  const parameters = request.parameters.map((cell) => fromJson(cell) as Parameter), rows: JsonCell[][] = [];
  const encoder = request.codec === null ? null : new RowEncoder(request.codec, request.limits, sendRows);
  const output: Output = encoder === null
    ? { row: (row) => void rows.push(row.map(toJson)), checkFits: () => {} }
    : { row: (row) => encoder.add(row), checkFits: (columns) => checkFits(encoder, columns, request) };
  const startedAt = performance.now();
  const { columns, affectedRows } = scripts.run({ ...request, parameters }, output);
  encoder?.finish();
  return {
    columns: columns.map(({ name, type }): ResultColumn => ({ name, type: type ?? "", kind: columnKind(type) })),
    count: encoder?.count ?? rows.length,
    rows,
    affectedRows: affectedRows === null ? null : String(affectedRows),
    ms: Math.round(performance.now() - startedAt),
  };
}

/**
 * Checks that an answer can be sent before its write is committed.
 *
 * @throws {RowError} if it might be too long.
 */
function checkFits({ byteLength, count }: RowEncoder, columns: Columns, { limits: { maxFrameBytes } }: Request): void {
  const around = columns.reduce((sum, { name, type }) => sum + 3 * (name.length + (type ?? "").length) + 64, 1_024);
  if (byteLength + around <= maxFrameBytes) return;
  throw new RowError(
    `Cannot send result: its ${count} rows, of ${byteLength} bytes, are too long for maxFrameBytes ${maxFrameBytes}; ask for fewer rows or columns`,
  );
}
