/** What the HTTP end needs of webhooks. */
import { Refusal } from "../commit/refusal.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

/** The webhooks of a server. Each method rejects with a `Refusal`, or a `StorageError`. */
export type WebhookOffice = Pick<
  Webhooks,
  "list" | "read" | "create" | "change" | "delete" | "renewSecret" | "dead" | "sendAgain"
>;

const refuse = () => Promise.reject(new Refusal("not_found", "This server has no webhooks"));

/** A server without webhooks. */
export const NO_WEBHOOKS: WebhookOffice = {
  list: refuse,
  read: refuse,
  create: refuse,
  change: refuse,
  delete: refuse,
  renewSecret: refuse,
  dead: refuse,
  sendAgain: refuse,
};
