/**
 * The operations of a system's source, made of what it can do.
 *
 * @module
 */
import { ConsoleError } from "../console_error.ts";
import type { Operation } from "../source.ts";
import { type Acted, type Action, MAX_ROWS, type RowQuery, type Rows, type TreeNode } from "./types.ts";

/** What the page asks of rows. */
export interface RowsRequest {
  /** The node. */
  readonly node: string;
  /** Which rows. */
  readonly query: RowQuery;
  /** The time, as ISO 8601, at which the rows are wanted; null for now. */
  readonly at: string | null;
}

/** What an action is done with. */
export interface ActRequest {
  /** The node. */
  readonly node: string;
  /** The action's id. */
  readonly action: string;
  /** The arguments; each that the page left empty at the end is absent. */
  readonly args: readonly unknown[];
}

/** What a system can do; what fails rejects with a `SourceError`, or an error with a `code` of docs/errors.md. */
export interface SystemOps {
  /** The nodes below one; null for the roots. */
  tree(under: string | null, signal: AbortSignal): Promise<readonly TreeNode[]>;
  /** What can be done at a node. */
  actions(node: string, signal: AbortSignal): Promise<readonly Action[]>;
  /** Does it. What goes on for longer is a run, which `Runs` keeps. */
  act(request: ActRequest, signal: AbortSignal): Promise<Acted>;
  /** Ends a run; one that has ended stays so. */
  stop(run: string): void;
  /**
   * The rows of a node.
   *
   * @default {undefined}
   */
  rows?: (request: RowsRequest, signal: AbortSignal) => Promise<Rows>;
}

/**
 * The operations `tree`, `actions`, `act`, `stop` and, if the system has it, `rows`, whose inputs are checked. `--view`
 * refuses the actions that change something.
 *
 * @example A lamp that can be switched, and counts
 * ```ts
 * import { type Action, Runs, systemOperations } from "@fluxwire/console";
 * import { deepEqual } from "node:assert/strict";
 *
 * const lamp = { id: "lamp", title: "Lamp", kind: "lamp", hasChildren: false, hasRows: false };
 * const runs = new Runs(), nothing = { help: null, input: { type: "array", items: false }, confirm: null } as const;
 * const actions: Action[] = [
 *   { id: "on", title: "Switch on", kind: "call", changes: true, ...nothing },
 *   { id: "count", title: "Count", kind: "stream", changes: false, ...nothing },
 * ];
 * const operations = systemOperations({
 *   tree: () => Promise.resolve([{ ...lamp, state: { level: "off", text: "off" }, problem: null, facts: [] }]),
 *   actions: () => Promise.resolve(actions),
 *   act({ action }) {
 *     if (action === "on") return Promise.resolve({ result: "It is on" });
 *     return Promise.resolve({ run: runs.values(async function* () { yield 1; }) });
 *   },
 *   stop: (run) => runs.stop(run),
 * });
 *
 * const { signal } = new AbortController(), input = { node: "lamp", action: "on", args: [] };
 * deepEqual(await operations["act"]!.run(input, signal), { result: "It is on" });
 * await runs.close();
 * ```
 */
export function systemOperations(ops: SystemOps): Readonly<Record<string, Operation>> {
  const read = (run: Operation["run"]): Operation => ({ changes: false, run });
  return {
    tree: read(async (input, signal) => ({ nodes: await ops.tree(textOrNull(input, "under"), signal) })),
    actions: read(async (input, signal) => ({ actions: await ops.actions(textOf(input, "node"), signal) })),
    act: {
      changes: async (input, signal) => {
        const { node, action } = actRequestOf(input), actions = await ops.actions(node, signal);
        const found = actions.find(({ id }) => id === action);
        return found === undefined || found.changes || found.kind === "bytes";
      },
      run: (input, signal) => ops.act(actRequestOf(input), signal),
    },
    stop: read((input) => {
      ops.stop(textOf(input, "run"));
      return Promise.resolve(null);
    }),
    ...ops.rows === undefined ? {} : { rows: read((input, signal) => ops.rows!(rowsRequestOf(input), signal)) },
  };
}

function actRequestOf(input: unknown): ActRequest {
  const { args } = membersOf(input);
  if (!Array.isArray(args)) throw refused("args", "a list");
  return { node: textOf(input, "node"), action: textOf(input, "action"), args };
}

function rowsRequestOf(input: unknown): RowsRequest {
  const { query } = membersOf(input), { limit } = membersOf(query);
  if (!Number.isSafeInteger(limit) || limit as number < 1 || limit as number > MAX_ROWS) {
    throw refused("query.limit", `a number from 1 to ${MAX_ROWS}`);
  }
  return {
    node: textOf(input, "node"),
    query: {
      filter: textOf(query, "filter"),
      order: textOf(query, "order"),
      limit: limit as number,
      from: textOrNull(query, "from"),
    },
    at: textOrNull(input, "at"),
  };
}

function textOf(input: unknown, name: string): string {
  const value = membersOf(input)[name];
  if (typeof value !== "string") throw refused(name, "a text");
  return value;
}

function textOrNull(input: unknown, name: string): string | null {
  return (membersOf(input)[name] ?? null) === null ? null : textOf(input, name);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}

function refused(name: string, expected: string): ConsoleError {
  return new ConsoleError("BodyRefused", `Cannot use ${name}: it must be ${expected}`);
}
