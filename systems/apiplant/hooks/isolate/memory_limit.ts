/** Limits the memory that an isolate has outside of V8's heap: buffers do not count there. */
import { AppliedLimits } from "@fluxwire/supervise/internal";
import type { ResidentSizes } from "./resident_sizes.ts";

/** What a process may have beyond the limit of its heap, in bytes: the engine itself, and its buffers. */
const BESIDE_HEAP_BYTES = 64 << 20;
/** From one look to the next, in milliseconds. */
const LOOK_MS = 100;

/** What is limited, and how. */
export interface MemoryLimitOptions {
  readonly pid: number;
  /** The limit of V8's heap, in bytes. */
  readonly memoryBytes: number;
  readonly sizes: ResidentSizes;
  /** Called once, with the reason in words. */
  readonly onExceeded: (reason: string) => void;
  /** Called with the reason if nothing keeps the limit. */
  readonly onUnlimited: (reason: string) => void;
}

/** Limits a process by a control group, else by looking every 100 ms, until it is disposed. */
export function limitMemory(
  { pid, memoryBytes, sizes, onExceeded, onUnlimited }: MemoryLimitOptions,
): AsyncDisposable {
  sizes.add(pid);
  const process = { pid, sight: "clear", processes: (maxAgeMs = 0) => sizes.processes(pid, maxAgeMs) } as const;
  const applied = AppliedLimits.apply(process, {
    service: "hook",
    limits: { memoryBytes: memoryBytes + BESIDE_HEAP_BYTES },
    intervalMs: LOOK_MS,
    onViolation: ({ text }) => onExceeded(text),
  });
  applied.then(({ status }) => {
    const { enforcement, reason } = status.memoryBytes!;
    if (enforcement === "none") onUnlimited(reason!);
  });
  return {
    [Symbol.asyncDispose]: async () => {
      sizes.delete(pid);
      await (await applied).release();
    },
  };
}
