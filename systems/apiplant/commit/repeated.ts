/** Requests that were sent again with their Idempotency-Key. */
import type { Idempotency } from "../event/event.ts";
import type { UsedKey } from "./keys.ts";
import { Refusal } from "./refusal.ts";

/** Throws a `Refusal` unless the sender has used the key for the same request. */
export function requestHashMatches({ key, hash }: Idempotency, used: UsedKey): void {
  if (hash === used.hash) return;
  throw new Refusal("idempotency_mismatch", `Another request had the Idempotency-Key ${key}: use a new one`);
}
