/** Waits for what other servers of the same log have written. */
import { Refusal } from "../commit/refusal.ts";
import type { Exchange } from "./exchange.ts";

/** How long a request waits. */
const WAIT_MS = 5_000;

/** Resolves when this server has applied an event. Rejects with a `Refusal` of `storage` if that takes too long. */
export async function waitForSeq({ server, signal }: Exchange, seq: number): Promise<void> {
  const over = new AbortController(), timer = server.clock.setTimeout(() => over.abort(), WAIT_MS);
  try {
    await server.core.applied(seq, AbortSignal.any([signal, over.signal]));
  } catch (error) {
    if (!over.signal.aborted) throw error;
    throw new Refusal(
      "storage",
      `This server has not seen event ${seq} yet: try again`,
      { seq: server.core.state.seq },
      { "retry-after": "1" },
    );
  } finally {
    server.clock.clearTimeout(timer);
  }
}

/** Whether the path names a model that this server does not know. */
export function isModelUnknown({ params, server: { core } }: Exchange): boolean {
  return params.id !== undefined && core.state.model(params.id) === null;
}

/**
 * Applies all that the log has, as the model of the request is unknown here: another server may just have defined it. Without
 * this, a server that is a moment behind would say that it does not exist.
 */
export async function seekModel(exchange: Exchange): Promise<void> {
  const { core } = exchange.server;
  const { shared, head } = await core.log.info();
  if (shared && head > core.state.seq) await waitForSeq(exchange, head);
}
