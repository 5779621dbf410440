/** Webhooks: where the events of models are sent. */
import type { JsonObject } from "../../json/json.ts";
import { WEBHOOKS } from "../../webhooks/webhook.ts";
import { type Answer, empty, json } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";

async function listWebhooks({ server }: Exchange): Promise<Answer> {
  const items = await server.webhooks.list();
  return json({ items, total: items.length });
}

async function createWebhook(exchange: Exchange): Promise<Answer> {
  const { server } = exchange, webhook = await server.webhooks.create(await exchange.body());
  await noted(exchange, webhook, "created");
  return json(webhook, 201, { location: `${server.config.server.mountPath}/webhooks/${webhook.id}` });
}

/** Notes in the log who has changed a webhook, and what it is now; never its secret. */
async function noted(exchange: Exchange, webhook: JsonObject, change: string): Promise<void> {
  const { id, url, models, kinds, enabled } = webhook;
  const payload = { url: url!, models: models!, kinds: kinds!, enabled: enabled!, change };
  await exchange.note(WEBHOOKS, id as string, payload);
}

async function readWebhook({ server, params }: Exchange): Promise<Answer> {
  return json(await server.webhooks.read(params.webhook!));
}

async function changeWebhook(exchange: Exchange): Promise<Answer> {
  const { server, params } = exchange, webhook = await server.webhooks.change(params.webhook!, await exchange.body());
  await noted(exchange, webhook, "updated");
  return json(webhook);
}

async function deleteWebhook(exchange: Exchange): Promise<Answer> {
  const { server, params } = exchange, webhook = await server.webhooks.read(params.webhook!);
  await server.webhooks.delete(params.webhook!);
  await noted(exchange, webhook, "deleted");
  return empty(204);
}

async function renewSecret(exchange: Exchange): Promise<Answer> {
  const { server, params } = exchange, webhook = await server.webhooks.read(params.webhook!);
  const secret = await server.webhooks.renewSecret(params.webhook!);
  await noted(exchange, webhook, "secret renewed");
  return json({ secret }, 201);
}

async function deadMessages({ server, params }: Exchange): Promise<Answer> {
  const { letters, dropped } = await server.webhooks.dead(params.webhook!);
  return json({ items: letters.toReversed().map((letter) => ({ ...letter })), total: letters.length, dropped });
}

async function sendAgain({ server, params, signal }: Exchange): Promise<Answer> {
  await server.webhooks.sendAgain(params.webhook!, params.event!, signal);
  return empty(204);
}

const ONE = "/webhooks/:webhook";

/** These routes. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/webhooks",
    name: "webhooks",
    summary: "All webhooks, with their places in the log",
    query: [],
    answers: { 200: "webhooks" },
    refusals: ["not_found"],
    local: true,
    handle: listWebhooks,
  },
  {
    method: "POST",
    path: "/webhooks",
    name: "createWebhook",
    summary: "Send events to an address from now on; the answer alone has the secret",
    query: [],
    body: "webhookBody",
    answers: { 201: "newWebhook" },
    refusals: [...WRITE_REFUSALS, "not_found", "validation"],
    local: true,
    handle: createWebhook,
  },
  {
    method: "GET",
    path: ONE,
    name: "webhook",
    summary: "A webhook, with its place in the log",
    query: [],
    answers: { 200: "webhook" },
    refusals: ["not_found"],
    local: true,
    handle: readWebhook,
  },
  {
    method: "PATCH",
    path: ONE,
    name: "changeWebhook",
    summary: "Change members of a webhook, such as enabled",
    query: [],
    body: "webhookBody",
    answers: { 200: "webhook" },
    refusals: [...WRITE_REFUSALS, "not_found", "validation"],
    local: true,
    handle: changeWebhook,
  },
  {
    method: "DELETE",
    path: ONE,
    name: "deleteWebhook",
    summary: "Delete a webhook with its secret",
    query: [],
    answers: { 204: null },
    refusals: [...WRITE_REFUSALS, "not_found"],
    local: true,
    handle: deleteWebhook,
  },
  {
    method: "POST",
    path: `${ONE}/secret`,
    name: "renewWebhookSecret",
    summary: "Make a new secret; the old one signs too for a day",
    query: [],
    answers: { 201: "webhookSecret" },
    refusals: [...WRITE_REFUSALS, "not_found"],
    local: true,
    handle: renewSecret,
  },
  {
    method: "GET",
    path: `${ONE}/dead`,
    name: "deadMessages",
    summary: "Messages that no attempt has delivered, newest first",
    query: [],
    answers: { 200: "deadMessages" },
    refusals: ["not_found"],
    local: true,
    handle: deadMessages,
  },
  {
    method: "POST",
    path: `${ONE}/dead/:event`,
    name: "sendAgain",
    summary: "Send a dead message again",
    query: [],
    answers: { 204: null },
    refusals: ["not_found", "hook_failed"],
    local: true,
    handle: sendAgain,
  },
];
