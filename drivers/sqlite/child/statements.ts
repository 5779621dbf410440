/**
 * Runs the requests of the database's process.
 *
 * @module
 */
import { type Call, serveRequests } from "@fluxwire/sdk/process/child";
import { RowEncoder, RowError } from "@fluxwire/sdk/rows";
import type { DatabaseSync } from "node:sqlite";
import { isInMemory, type Target } from "../target.ts";
import { columnKind } from "../column_kind.ts";
import { type End, fromJson, type JsonCell, type Request, type ResultColumn, toJson } from "../messages.ts";
import type { Parameter } from "../parameter.ts";
import { saidOf } from "./failure.ts";
import { type HeldState, HeldStateReader } from "./held_state.ts";
import type { Regexp } from "./regexp.ts";
import { type Output, ScriptRunner } from "./script.ts";

/** Serves a database until the driver closes the pipe. */
export function serveStatements(db: DatabaseSync, regexp: Regexp, target: Target): void {
  serveRequests<Request>((call) => {
    const scripts = new ScriptRunner(db, regexp, call.check), state = new HeldStateReader(db, isInMemory(target));
    let held: readonly HeldState[] = [];
    const heldNow = (): readonly HeldState[] => held = state.read(held, scripts.hasChangedState);
    return (request) => {
      try {
        const end = run(scripts, request, call);
        return { end: { ...end, held: heldNow() } };
      } catch (error) {
        return { failure: { ...saidOf(error, target), done: scripts.done, held: heldNow() } };
      }
    };
  });
}

function run(
  scripts: ScriptRunner,
  request: Request,
  { sendRows }: Call,
): Omit<End, "held"> {
  const parameters = request.parameters.map((cell) => fromJson(cell) as Parameter), rows: JsonCell[][] = [];
  const encoder = request.codec === null ? null : new RowEncoder(request.codec, request.limits, sendRows);
  const output: Output = encoder === null
    ? { row: (row) => void rows.push(row.map(toJson)), checkFits: () => {} }
    : { row: (row) => encoder.add(row), checkFits: (columns) => checkFits(encoder, columns, request) };
  const startedAt = performance.now();
  const { columns, affectedRows } = scripts.run({ ...request, parameters }, output);
  encoder?.finish();
  return {
    columns: columns.map(toColumn),
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
function checkFits(
  { byteLength, count }: RowEncoder,
  columns: readonly { name: string; type: string | null }[],
  { limits: { maxFrameBytes } }: Request,
): void {
  const around = columns.reduce((sum, { name, type }) => sum + 3 * (name.length + (type ?? "").length) + 64, 1_024);
  if (byteLength + around <= maxFrameBytes) return;
  throw new RowError(
    `Cannot send result: its ${count} rows, of ${byteLength} bytes, are too long for maxFrameBytes ${maxFrameBytes}; ask for fewer rows or columns`,
  );
}

function toColumn({ name, type }: { name: string; type: string | null }): ResultColumn {
  return { name, type: type ?? "", kind: columnKind(type) };
}
