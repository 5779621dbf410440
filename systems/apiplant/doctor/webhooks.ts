/** What webhooks leave open. */
import { isTrustedUrl } from "../config/network.ts";
import type { Webhook } from "../webhooks/webhook.ts";
import { type Finding, warning } from "./finding.ts";

/** Webhooks whose messages others on the way can read. */
export function webhookFindings(webhooks: readonly Webhook[]): readonly Finding[] {
  const plain = webhooks.filter(({ url, enabled }) =>
    enabled && new URL(url).protocol === "http:" && !isTrustedUrl(new URL(url))
  );
  if (plain.length === 0) return [];
  const ids = plain.map(({ id }) => id).join(", ");
  return [warning("webhook-http", `Messages of webhooks travel unencrypted, use https: ${ids}`)];
}
