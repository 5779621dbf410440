/**
 * A step for the abort of a signal, which may have aborted just before.
 *
 * @module
 */
const NOTHING: Disposable = { [Symbol.dispose]: () => {} };

/**
 * Runs a step once when a signal aborts; at once, before this returns, if it has aborted already. A listener alone is
 * never called in that case: what waits for it then waits for ever.
 *
 * @param signal Without one, the step never runs.
 * @param step What it throws when it runs at once, this throws; otherwise nothing catches it.
 * @returns Stops listening when it is disposed of.
 * @example
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { onAbort } from "./on_abort.ts";
 *
 * const controller = new AbortController(), ended: string[] = [];
 * using _listening = onAbort(controller.signal, () => ended.push("first"));
 * controller.abort();
 * using _late = onAbort(controller.signal, () => ended.push("second"));
 * deepEqual(ended, ["first", "second"]);
 * ```
 */
export function onAbort(signal: AbortSignal | undefined, step: () => void): Disposable {
  if (signal === undefined) return NOTHING;
  if (signal.aborted) {
    step();
    return NOTHING;
  }
  const listener = (): void => step();
  signal.addEventListener("abort", listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", listener) };
}
