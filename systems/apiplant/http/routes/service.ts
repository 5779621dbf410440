/** What a server says of itself. */
import { type Answer, empty, json } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import type { Sample } from "../metrics.ts";
import type { Route } from "../route.ts";
import { VERSION } from "../version.ts";

function info(exchange: Exchange): Answer {
  const { core } = exchange.server, { status, lag } = core.status();
  const models = core.state.models().length;
  return json({
    name: "fluxwire apiplant",
    version: VERSION,
    serverId: core.id,
    seq: core.state.seq,
    lag,
    status,
    models,
  });
}

/** Whether the process answers. */
function live(exchange: Exchange): Answer {
  return json({ status: "ok", checks: exchange.server.core.status().checks });
}

/** Whether it can do its work. */
function ready(exchange: Exchange): Answer {
  const { status, checks } = exchange.server.core.status();
  return json({ status, checks }, status === "ok" ? 200 : 503);
}

function metrics({ server }: Exchange): Answer {
  const { core, streams } = server, { status, lag } = core.status();
  const gauge = (name: string, help: string, value: number): Sample => ({ name, help, type: "gauge", value });
  const text = server.metrics.text([
    gauge("apiplant_seq", "The place of the last applied event", core.state.seq),
    gauge("apiplant_lag_events", "Events that the model storage does not have yet", lag),
    gauge("apiplant_ready", "1 if the server can do all its work", status === "ok" ? 1 : 0),
    gauge("apiplant_models", "Models", core.state.models().length),
    gauge("apiplant_http_requests_running", "Requests that are being answered", server.running.size),
    gauge("apiplant_streams", "Open streams of events", streams.size),
    ...server.samples(),
  ]);
  return { status: 200, body: text, headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } };
}

/** The post hooks that failed for the last time, newest first. */
async function dead(exchange: Exchange): Promise<Answer> {
  const { letters, dropped } = await exchange.server.dead.list();
  return json({ items: letters.toReversed().map((letter) => ({ ...letter })), total: letters.length, dropped });
}

async function runAgain(exchange: Exchange): Promise<Answer> {
  await exchange.server.dead.runAgain(exchange.params.event!);
  return empty(204);
}

/** The routes of the server itself. */
export const SERVICE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/",
    name: "info",
    summary: "The server, its place and how well it works",
    query: [],
    answers: { 200: "info" },
    refusals: [],
    access: "user",
    handle: info,
  },
  {
    method: "GET",
    path: "/health/live",
    name: "live",
    summary: "Whether the server answers",
    query: [],
    answers: { 200: "health" },
    refusals: [],
    access: "unchecked",
    handle: live,
  },
  {
    method: "GET",
    path: "/health/ready",
    name: "ready",
    summary: "Whether the server can do all its work",
    query: [],
    answers: { 200: "health", 503: "health" },
    refusals: [],
    access: "unchecked",
    handle: ready,
  },
  {
    method: "GET",
    path: "/admin/metrics",
    name: "metrics",
    summary: "Counts and times, as Prometheus reads them",
    query: [],
    answers: { 200: "metrics" },
    refusals: [],
    local: true,
    handle: metrics,
  },
  {
    method: "GET",
    path: "/admin/dead",
    name: "deadLetters",
    summary: "Post hooks that failed for the last time, newest first",
    query: [],
    answers: { 200: "deadLetters" },
    refusals: [],
    local: true,
    handle: dead,
  },
  {
    method: "POST",
    path: "/admin/dead/:event",
    name: "runAgain",
    summary: "Run the post hook of a dead letter again",
    query: [],
    answers: { 204: null },
    refusals: ["not_found", "hook_failed"],
    local: true,
    handle: runAgain,
  },
];
