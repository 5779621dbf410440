/** Error records of requests. */
import type { Server } from "./server.ts";

/** Keeps what went wrong; the client sees only its request's id. */
export function report({ core, clock }: Server, error: unknown, requestId: string): void {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const record = {
    id: crypto.randomUUID(),
    at: new Date(clock.now()).toISOString(),
    serverId: core.id,
    level: "error" as const,
    code: "internal",
    message,
    ...(stack === undefined ? {} : { stack }),
    requestId,
  };
  // The error storage reports its own failures.
  (async () => await core.errors.log(record))().catch(() => {});
}
