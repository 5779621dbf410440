/**
 * The loop of the database's process: runs one request after the other, without an event loop.
 *
 * @module
 */
import { RowEncoder } from "@fluxwire/sdk/rows";
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
  for (let request = readRequest(); request !== null; request = readRequest()) {
    watcher.begin();
    try {
      const { end, hasChangedState } = run(scripts, request);
      held = state.read(held, hasChangedState);
      sendEnd({ ...end, held, isWatched: watcher.isWatching });
    } catch (error) {
      held = state.read(held, true);
      sendFailure({ ...saidOf(error, target), held, isWatched: watcher.isWatching });
    }
    watcher.end();
  }
}

function run(
  scripts: ScriptRunner,
  request: Request,
): { end: Omit<End, "held" | "isWatched">; hasChangedState: boolean } {
  const parameters = request.parameters.map((cell) => fromJson(cell) as Parameter), rows: JsonCell[][] = [];
  const encoder = request.codec === null ? null : new RowEncoder(request.codec, request.limits, sendRows);
  const output: Output = encoder === null
    ? { row: (row) => void rows.push(row.map(toJson)), finish: () => {} }
    : { row: (row) => encoder.add(row), finish: () => encoder.finish() };
  const startedAt = performance.now();
  const { columns, affectedRows, hasChangedState } = scripts.run({ ...request, parameters }, output);
  output.finish();
  const end = {
    columns: columns.map(toColumn),
    count: encoder?.count ?? rows.length,
    rows,
    affectedRows: affectedRows === null ? null : String(affectedRows),
    ms: Math.round(performance.now() - startedAt),
  };
  return { end, hasChangedState };
}

function toColumn({ name, type }: { name: string; type: string | null }): ResultColumn {
  return { name, type: type ?? "", kind: columnKind(type) };
}
