/**
 * A command within its time limit, which signals end.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport/internal";
import { Interrupted, onInterrupt } from "./interrupt.ts";
import { OutputClosed } from "./output.ts";
import { onParentEnd } from "./parent.ts";

/** What ends a command early. */
export interface Bounds {
  /** The command, as the error names it. */
  readonly name: string;
  /** The time limit in milliseconds; null for none. */
  readonly timeoutMs: number | null;
  /**
   * A signal that is meant for a program that the command runs.
   *
   * @default {null}
   */
  readonly ignoredSignal?: Deno.Signal | null;
  /**
   * Whether the end of the program's parent is as SIGTERM: see {@link onParentEnd}.
   *
   * @default {false}
   */
  readonly endsWithParent?: boolean;
}

/**
 * Runs a command with a signal that aborts at the time limit, with a {@link ConnectionError} `Timeout`, and at SIGHUP,
 * SIGINT and SIGTERM, with an {@link Interrupted}.
 *
 * @throws What the command throws; after an interruption the {@link Interrupted}, as it is the cause of other failures.
 */
export async function bounded<T>(
  { name, timeoutMs, ignoredSignal = null, endsWithParent = false }: Bounds,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController(), { signal } = controller;
  const timer = timeoutMs === null
    ? undefined
    : setTimeout(() => controller.abort(timedOut(name, timeoutMs)), timeoutMs);
  const forget = onInterrupt((interrupted) => {
    if (interrupted.signal !== ignoredSignal) controller.abort(interrupted);
  });
  using _parent = endsWithParent ? onParentEnd(() => controller.abort(new Interrupted("SIGTERM"))) : null;
  try {
    return await run(signal);
  } catch (error) {
    const isOwn = error instanceof Interrupted || error instanceof OutputClosed;
    throw signal.reason instanceof Interrupted && !isOwn ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    forget();
  }
}

function timedOut(name: string, ms: number): ConnectionError {
  return new ConnectionError("Timeout", `Cannot finish ${name}: it took longer than the ${ms} ms of --timeout`);
}
