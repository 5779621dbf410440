/**
 * The functions of the mini-SQL, which make a host wait, fail, and receive large results.
 *
 * @module
 */
import type { DriverRpcErrorCode, Value } from "@fluxwire/wire";
import { type Context, DriverError } from "@fluxwire/sdk";
import { pause } from "@fluxwire/transport";
import type { MockClock } from "../mock_clock.ts";
import { missing, type Store } from "./store.ts";

/** What a function has access to. */
export interface Surroundings {
  /** The session's databases. */
  store: Store;
  /** The clock. */
  clock: MockClock;
  /** The context of the call. */
  context: Context;
}

/** Gives a value for one row; an array of rows gives several. */
type SqlFunction = (args: readonly Value[], around: Surroundings) => Value | Promise<Value>;

/** The longest text that `repeat` makes, in characters: more than a frame holds. */
const MAX_CHARACTERS = 32 * 2 ** 20;
/** The most rows that `series` makes. */
const MAX_ROWS = 1_000_000;

const FUNCTIONS: Readonly<Record<string, SqlFunction>> = {
  sleep: async ([ms = 0n], { clock, context }) => {
    await pause(Number(ms), { clock, signal: context.signal });
    context.signal.throwIfAborted();
    return ms;
  },
  fail: ([code = "Driver", message = "Failed as asked"]) => {
    throw new DriverError(String(code) as DriverRpcErrorCode, String(message), { retriable: code === "Timeout" });
  },
  crash: ([message = "Crashed as asked"]) => {
    throw new Error(String(message));
  },
  audit: ([action = "noted", summary = "Noted as asked"], { context }) => {
    context.audit({ action: String(action), summary: String(summary), durationMs: 1 });
    return true;
  },
  repeat: ([text = "x", count = 1n]) => {
    const times = Number(count), one = String(text);
    bounded("characters", times * one.length, MAX_CHARACTERS);
    return one.repeat(times);
  },
  now: (_, { clock }) => ({ type: "DateTime", value: new Date(clock.now()).toISOString() }),
  version: () => "mock 1.0",
  current_database: (_, { store }) => store.current,
};

/**
 * Calls a function.
 *
 * @throws {DriverError} if the function is unknown, or fails on purpose.
 */
export async function callFunction(name: string, args: readonly Value[], around: Surroundings): Promise<Value> {
  if (!Object.hasOwn(FUNCTIONS, name)) missing("function", name);
  return await FUNCTIONS[name]!(args, around);
}

/** How many rows `series(n)` gives. */
export function seriesLength(args: readonly Value[]): number {
  return bounded("rows", Number(args[0] ?? 0n), MAX_ROWS);
}

function bounded(what: string, count: number, max: number): number {
  if (count >= 0 && count <= max) return count;
  throw new DriverError("InvalidRequest", `Cannot make ${count} ${what}: expected 0 to ${max}; ask for less`);
}
