/** How isolates run in tests, on machines that may be busy. */
import type { IsolateSettings } from "../isolate/isolate.ts";

/** Settings without a limit of the memory outside of the heap. */
export const ISOLATE_SETTINGS: IsolateSettings = {
  deno: Deno.execPath(),
  memoryBytes: 64 << 20,
  hasRemovals: true,
  startMs: 20_000,
  loadMs: 10_000,
  idleMs: 60_000,
  limit: () => ({ [Symbol.asyncDispose]: () => Promise.resolve() }),
};
