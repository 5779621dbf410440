/**
 * The loop of the database's process: runs one request after the other, without an event loop.
 *
 * @module
 */
import { RowEncoder, RowError } from "@fluxwire/sdk/rows";
import type { DatabaseSync } from "node:sqlite";
import { isInMemory, type Target } from "../target.ts";
import { columnKind } from "../column_kind.ts";
import { type End, fromJson, type JsonCell, type Request, type ResultColumn, toJson } from "../messages.ts";
import type { Parameter } from "../parameter.ts";
import { saidOf } from "./failure.ts";
import { type HeldState, HeldStateReader } from "./held_state.ts";
import { readRequest, sendEnd, sendFailure, sendRows } from "./pipes.ts";
import type { Regexp } from "./regexp.ts";
import { type Output, ScriptRunner } from "./script.ts";
import { Watcher } from "./watcher.ts";

/** Serves a database until the driver closes the pipe. */
export function serveStatements(db: DatabaseSync, regexp: Regexp, target: Target): void {
  const watcher = new Watcher();
  watcher.start();
  const scripts = new ScriptRunner(db, regexp, () => watcher.check());
  const state = new HeldStateReader(db, isInMemory(target));
  let held: readonly HeldState[] = [];
  for (let received = readRequest(); received !== null; received = readRequest()) {
    const { request, isCancelled } = received;
    watcher.begin(isCancelled);
    try {
      const end = run(scripts, request);
      held = state.read(held, scripts.hasChangedState);
      sendEnd({ ...end, held, isWatched: watcher.isWatching });
    } catch (error) {
      held = state.read(held, scripts.hasChangedState);
      sendFailure({ ...saidOf(error, target), done: scripts.done, held, isWatched: watcher.isWatching });
    }
    watcher.end();
  }
}

function run(
  scripts: ScriptRunner,
  request: Request,
): Omit<End, "held" | "isWatched"> {
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
