/** Events: streams, and pages with a long poll. */
import { allInstances } from "../../state/all_instances.ts";
import { endedRefusal } from "../../auth/permit.ts";
import { allowance } from "../../auth/rules.ts";
import { requireEvents, sightOf } from "../../auth/sees.ts";
import { Refusal } from "../../commit/refusal.ts";
import { milliseconds } from "../../config/units.ts";
import type { Event, EventKind, Seq } from "../../event/event.ts";
import type { JsonObject } from "../../json/json.ts";
import { wrongQuery } from "../../model/query_fields.ts";
import { MODEL_ID } from "../../model/types/texts.ts";
import { shortened } from "../../model/validate.ts";
import { EventStream, type Wanted } from "../../stream/stream.ts";
import { frame } from "../../stream/view.ts";
import { StorageError } from "../../storage/roles.ts";
import { type Answer, empty, json } from "../answer.ts";
import { wrong } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import { withinAllowance } from "../list.ts";
import type { Route } from "../route.ts";
import { MAX_STREAMS } from "../server.ts";

const KINDS: readonly EventKind[] = [
  "model.created",
  "model.updated",
  "model.deleted",
  "hook.updated",
  "hook.deleted",
  "instance.created",
  "instance.updated",
  "instance.deleted",
  "instance.erased",
  "config.updated",
];
const MAX_WAIT_MS = 60_000;
/** How long a reader's place may be ahead of this server, as another server may have been. */
const CATCH_UP_MS = 5_000;
const PAGE = 500;
/** How many events one page looks at, when it wants few of them. */
const MAX_SCANNED = 10_000;

async function readEvents(exchange: Exchange): Promise<Answer> {
  const { request, headers, server, caller } = exchange;
  requireEvents(caller, server.core.state, listOf(exchange, "models"));
  const wanted = wantedOf(exchange);
  const streams = (headers.get("accept") ?? "").includes("text/event-stream");
  const unfit = streams ? ["wait", "limit"] : ["snapshot"];
  for (const name of unfit) {
    if (exchange.parameter(name) === null) continue;
    throw wrongQuery(
      `\`${name}\` is for ${streams ? "pages (Accept: application/json)" : "streams (Accept: text/event-stream)"}`,
      { parameter: name },
    );
  }
  const since = await sinceOf(exchange), { first } = await server.core.log.info();
  if (since + 1 < first) {
    throw new Refusal("compacted", `The log begins at ${first}: read a snapshot, then follow from its place`, {
      first,
    });
  }
  if (!streams) return await page(exchange, since, wanted);
  if (request.method === "HEAD") return empty(200, STREAM_HEADERS);
  return stream(exchange, since, wanted);
}

const STREAM_HEADERS = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };

function stream(exchange: Exchange, since: Seq, wanted: Wanted): Answer {
  const { server, caller, view } = exchange, snapshot = exchange.flag("snapshot");
  if (server.streams.size >= MAX_STREAMS) {
    throw new Refusal("rate", `The server has ${MAX_STREAMS} streams, which is its limit: try again later`, {
      limit: MAX_STREAMS,
    }, {
      "retry-after": "5",
    });
  }
  const place = server.open.take(exchange.client);
  const resumed = exchange.headers.has("last-event-id"), seq = server.core.state.seq;
  const before = snapshot && !resumed ? { before: snapshotFrames(exchange, seq) } : {};
  const parts = { hub: server.hub, feed: server.core.feed, hidden: server.hidden, clock: server.clock };
  const one: EventStream = new EventStream(parts, {
    since: snapshot && !resumed ? seq : since,
    wanted,
    sight: sightOf(caller, server.core.state),
    view,
    ...before,
    onEnd: () => {
      server.streams.delete(one);
      place[Symbol.dispose]();
      watch?.[Symbol.dispose]();
    },
  });
  server.streams.add(one);
  let watch: Disposable | null = null;
  watch = server.auth.watch(caller, () => one.stop("the credentials have ended"));
  return { status: 200, body: one.readable, headers: STREAM_HEADERS };
}

/**
 * The instances of now, and a last frame with their place. Only that one has an id: a reader that is cut before it starts anew
 * instead of going on behind half a snapshot.
 */
async function* snapshotFrames(exchange: Exchange, seq: Seq): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { core: { state }, hidden } = exchange.server,
    { caller } = exchange,
    models = listOf(exchange, "models"),
    instance = exchange.parameter("instance");
  let items = 0;
  for (const { definition } of state.models().filter((one) => models === null || models.has(one.definition.id))) {
    const allowed = allowance(caller, definition, "subscribe");
    if (allowed === "none") continue;
    const filter = withinAllowance(allowed, instance === null ? null : { field: "id", op: "eq", value: instance });
    for await (const one of allInstances(state, definition.id, filter)) {
      while (!hidden.knows(definition.id)) await hidden.learn(definition.id);
      // Its reader begins anew: what is read now has the form of another definition.
      if (state.model(definition.id)?.definition !== definition) {
        throw new StorageError("unavailable", `${definition.id} has changed during a snapshot`);
      }
      items++;
      yield frame(null, "snapshot", { model: definition.id, instance: exchange.present(definition, one) });
    }
  }
  yield frame(seq, "snapshot", { seq, items });
}

/** One page. `next` is what `since` must be for the page behind it. */
async function page(exchange: Exchange, since: Seq, wanted: Wanted): Promise<Answer> {
  const { server, caller, view } = exchange, { feed, state } = server.core, sight = sightOf(caller, state);
  const ended = new AbortController(), signal = AbortSignal.any([exchange.signal, ended.signal]);
  using _ = server.auth.watch(caller, () => ended.abort(endedRefusal()));
  const limit = exchange.integer("limit", 100, 1, server.config.limits.pageMax), wait = waitOf(exchange);
  const items: JsonObject[] = [], until = server.clock.now() + wait;
  let next = since, scanned = 0, isCounted = false;
  using places = new DisposableStack();
  for (;;) {
    const events = await feed.read(next + 1, PAGE);
    for (const event of events) {
      if (items.length === limit) break;
      next = event.seq;
      scanned++;
      if (!wanted(event) || !sight.sees(event, sight.looks ? await server.values.of(event) : null)) continue;
      while (!server.hidden.knows(event.model)) await server.hidden.learn(event.model);
      items.push(server.hidden.view(event, view));
    }
    if (items.length === limit || scanned >= MAX_SCANNED) break;
    if (events.length > 0) continue;
    const left = until - server.clock.now();
    if (left > 0 && items.length === 0 && !isCounted) {
      places.use(server.open.take(exchange.client));
      isCounted = true;
    }
    if (items.length > 0 || left <= 0 || !await reachedWithin(exchange, next + 1, left, signal)) break;
  }
  return { ...json({ items, next, head: feed.seq }), seq: feed.seq };
}

/** Whether the event at `seq` is applied within a time. */
async function reachedWithin({ server }: Exchange, seq: Seq, ms: number, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController(), timer = server.clock.setTimeout(() => over.abort(), ms);
  try {
    await server.core.applied(seq, AbortSignal.any([over.signal, signal]));
    return true;
  } catch (error) {
    if (over.signal.aborted) return false;
    throw error;
  } finally {
    server.clock.clearTimeout(timer);
  }
}

function waitOf(exchange: Exchange): number {
  const text = exchange.parameter("wait");
  if (text === null) return 0;
  const wait = milliseconds(text);
  if (wait !== null && wait <= MAX_WAIT_MS) return wait;
  throw wrongQuery("`wait` must be a duration of at most 60s, such as 30s", { parameter: "wait" });
}

/** The place that the reader has: Last-Event-ID, else `since`, else the present one. */
async function sinceOf(exchange: Exchange): Promise<Seq> {
  const { server, headers } = exchange, id = headers.get("last-event-id"), head = server.core.feed.seq;
  if (id !== null && !/^\d{1,15}$/.test(id)) throw wrong("last-event-id", "must be the id of an event of this log");
  const since = id === null ? exchange.integer("since", head, 0, Number.MAX_SAFE_INTEGER) : Number(id);
  if (since <= server.core.feed.seq || await reachedWithin(exchange, since, CATCH_UP_MS, exchange.signal)) return since;
  const message =
    `${since} is ahead of this server's log, which ends at ${server.core.feed.seq}: it may be another log`;
  throw id === null ? wrongQuery(`\`since\` ${message}`, { parameter: "since" }) : wrong("last-event-id", message);
}

function wantedOf(exchange: Exchange): Wanted {
  const models = listOf(exchange, "models"),
    kinds = listOf(exchange, "kinds"),
    instance = exchange.parameter("instance");
  for (const model of models ?? []) requireModelId(model);
  for (const kind of kinds ?? []) {
    if (!(KINDS as readonly string[]).includes(kind)) {
      throw wrongQuery(`\`kinds\` names ${shortened(kind)}: there are ${KINDS.join(", ")}`, { parameter: "kinds" });
    }
  }
  return (event: Event) => {
    if (models !== null && !models.has(event.model) || kinds !== null && !kinds.has(event.kind)) return false;
    return instance === null || event.instance === instance && event.kind.startsWith("instance.");
  };
}

/** Models that are gone have events, so only a name that no model can have is refused. */
function requireModelId(id: string): void {
  if (MODEL_ID.test(id)) return;
  throw wrongQuery(`\`models\` names ${shortened(id)}, which cannot be the id of a model`, { parameter: "models" });
}

function listOf(exchange: Exchange, name: string): ReadonlySet<string> | null {
  const text = exchange.parameter(name);
  return text === null ? null : new Set(text.split(","));
}

/** The route of events. */
export const EVENT_ROUTES: readonly Route[] = [{
  method: "GET",
  path: "/events",
  name: "events",
  summary: "Events as a stream (Accept: text/event-stream), or a page of them",
  query: ["since", "models", "kinds", "instance", "snapshot", "wait", "limit"],
  headers: ["last-event-id"],
  answers: { 200: "events" },
  refusals: ["compacted"],
  access: "rules",
  handle: readEvents,
}];
