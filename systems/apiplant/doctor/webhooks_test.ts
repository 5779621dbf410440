import { deepStrictEqual } from "node:assert/strict";
import type { Webhook } from "../webhooks/webhook.ts";
import { webhookFindings } from "./webhooks.ts";

const webhook = (id: string, url: string, enabled = true): Webhook => (
  { id, url, enabled, models: null, kinds: [], description: "", createdAt: "2026-01-01T00:00:00.000Z" }
);

Deno.test("webhookFindings() names those whose messages travel unencrypted", () => {
  const plain = [webhook("a", "http://a.example/x?key=y"), webhook("b", "http://10.0.0.1/")];
  const fine = [
    webhook("c", "https://a.example/"),
    webhook("d", "http://127.0.0.1:1/"),
    webhook("e", "http://x.example", false),
  ];
  deepStrictEqual(webhookFindings(fine), []);
  deepStrictEqual(webhookFindings([...plain, ...fine]), [{
    level: "warning",
    code: "webhook-http",
    message: "Messages of webhooks travel unencrypted, use https: a, b",
  }]);
});
