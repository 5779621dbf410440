/** Makes the message of an event, and sends it once. */
import type { Event } from "../event/event.ts";
import type { JsonObject } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { MaybePromise } from "../storage/roles.ts";
import { type Rejection, send, type SendOptions } from "./send.ts";
import type { Webhook } from "./webhook.ts";
import type { WebhookSecrets } from "./webhook_secrets.ts";

/** What sending depends on. */
export interface DeliverOptions extends SendOptions {
  readonly secrets: WebhookSecrets;
  /** An event as receivers see it. */
  readonly present: (event: Event) => MaybePromise<JsonObject>;
}

/**
 * Sends the message of an event once.
 *
 * @returns Why it was not taken; `null` if it was.
 * @throws The signal's reason, and a `StorageError` if the secret or a definition cannot be read.
 */
export async function deliver(
  { id, url }: Webhook,
  event: Event,
  { secrets, present, ...options }: DeliverOptions,
  signal: AbortSignal,
): Promise<Rejection | null> {
  const known = await secrets.of(id);
  if (known.length === 0) {
    const message = "Its secret is not in the secure storage: make a new one with POST /webhooks/:webhook/secret";
    return { message, retryAfterMs: 0, isGone: false };
  }
  const body = stringifyExact({ type: event.kind, timestamp: event.at, data: await present(event) });
  const timestamp = Math.floor(options.clock.now() / 1_000);
  return await send(new URL(url), { id: event.id, timestamp, body }, known, options, signal);
}
