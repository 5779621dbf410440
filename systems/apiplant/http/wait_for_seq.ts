/** Waits for what other servers of the same log have written. */
import { Refusal } from "../commit/refusal.ts";
import type { MaybePromise } from "../storage/roles.ts";
import { minSeqOf } from "./conditions.ts";
import type { Exchange } from "./exchange.ts";

/** How long a request waits. */
const WAIT_MS = 5_000;

/**
 * Waits until this server has applied the event that the request asks for with `min-seq`. Callers are known by then: one without
 * credentials waits only for an event that the log has, so it cannot hold a connection with a place that is far ahead.
 *
 * @throws {Refusal} `query` or `header` for what is no seq; `storage` if that takes too long.
 */
export function seekSeq(exchange: Exchange): MaybePromise<void> {
  const seq = minSeqOf(exchange.headers, exchange.parameter("min-seq"));
  return seq <= exchange.server.core.state.seq ? undefined : waitIfAllowed(exchange, seq);
}

async function waitIfAllowed(exchange: Exchange, seq: number): Promise<void> {
  const { server: { core }, caller } = exchange;
  if (caller.kind === "anonymous" && seq > (await core.log.info()).head) throw notSeen(core.state.seq, seq);
  await waitForSeq(exchange, seq);
}

/** Resolves when this server has applied an event. Rejects with a `Refusal` of `storage` if that takes too long. */
export async function waitForSeq({ server, signal }: Exchange, seq: number): Promise<void> {
  const over = new AbortController(), timer = server.clock.setTimeout(() => over.abort(), WAIT_MS);
  try {
    await server.core.applied(seq, AbortSignal.any([signal, over.signal]));
  } catch (error) {
    if (!over.signal.aborted) throw error;
    throw notSeen(server.core.state.seq, seq);
  } finally {
    server.clock.clearTimeout(timer);
  }
}

function notSeen(seq: number, wanted: number): Refusal {
  return new Refusal("storage", `This server has not seen event ${wanted} yet: try again`, { seq }, {
    "retry-after": "1",
  });
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
