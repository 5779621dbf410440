/** Erasing on the way of requests. */
import type { Condition } from "../commit/command.ts";
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import { type Answer, empty } from "./answer.ts";
import { commitHeaders } from "./committed.ts";
import type { Exchange } from "./exchange.ts";

/** How long an answer waits until the keys are deleted, in milliseconds; the erasure goes on without it. */
const WAIT_MS = 5_000;

/** Erases an instance's personal data and deletes it, in one commit. */
export async function deleteAndErase(
  exchange: Exchange,
  model: string,
  id: string,
  ifMatch: Condition | undefined,
): Promise<Answer> {
  if (!exchange.isOperator) {
    throw new Refusal("forbidden", "Only admins can erase, and programs of the machine of a server that is open");
  }
  const condition = ifMatch === undefined ? {} : { ifMatch };
  const committed = await exchange.write([
    { op: "erase", model, id, ...condition },
    // The first operation has compared the revision, and changed it.
    { op: "delete", model, id, ...ifMatch !== undefined && { ifMatch: "*" } },
  ]);
  await keysDeleted(exchange, committed.seq[1]);
  return { ...empty(204, commitHeaders(committed)), seq: committed.seq[1] };
}

/**
 * Waits until the keys of an erasure are deleted, for a while.
 *
 * Secure storage may be out of reach: the log says that it is erased, and nothing decrypts it from then on.
 */
export async function keysDeleted({ server, signal }: Exchange, seq: Seq): Promise<void> {
  const over = new AbortController(), timer = server.clock.setTimeout(() => over.abort(), WAIT_MS);
  await server.core.erased(seq, AbortSignal.any([signal, over.signal])).catch(() => {});
  server.clock.clearTimeout(timer);
}
