import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type EventLine, eventLineOf } from "@fluxwire/console/api";
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { ModelsSource } from "./models_source.ts";
import { Shown, untilLines } from "./testing/shown.ts";

/** A clock whose pauses are over at once, and whose limits never are. */
const IMPATIENT: Clock = {
  ...SYSTEM_CLOCK,
  setTimeout: (callback, ms) => ms <= 5_000 ? queueMicrotask(callback) : null,
};

/** What a connection sends before it ends. */
const CONNECTIONS: readonly (string | number)[] = [
  sent(1) + ": comment\n\n" + sent(2) + "id: 5\nevent: skip\n\n",
  503,
  sent(6) + "event: lagging\n\n",
  410,
  sent(20, "hook.updated"),
];

function sent(seq: number, kind = "instance.created"): string {
  const event = {
    seq,
    at: "2026-01-01T00:00:00.000Z",
    kind,
    model: "post",
    instance: "one",
    actor: "key:ann",
    payload: {},
  };
  return `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** The states and the places of lines. */
function shortOf(lines: readonly string[]): (string | number)[] {
  return lines.map(eventLineOf).map((line: EventLine | null) => {
    if (line === null) return "?";
    return "event" in line ? line.event.seq : line.state;
  });
}

Deno.test("a source's events go on behind the last one after each loss, and say what they have missed", async () => {
  const since: (string | null)[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/") return Response.json({ seq: 3 });
    const next = CONNECTIONS[since.length];
    since.push(searchParams.get("since"));
    if (next === undefined) return new Response(new ReadableStream(), { headers: STREAM });
    if (typeof next === "string") return new Response(next, { headers: STREAM });
    const error = { code: next === 410 ? "compacted" : "storage", message: "no", details: { first: 19 } };
    return Response.json({ error }, { status: next });
  });
  const address = `http://127.0.0.1:${server.addr.port}`;
  const source = new ModelsSource({ id: "m", address, key: null, clock: IMPATIENT });
  const lines = await untilLines(source.stream("events")!, (all) => all.length === 13);
  deepStrictEqual(shortOf(lines), [
    "live",
    1,
    2,
    "reconnecting",
    "reconnecting",
    "live",
    6,
    "reconnecting",
    "gap",
    "live",
    20,
    "reconnecting",
    "live",
  ]);
  deepStrictEqual(since, ["0", "5", "5", "6", "18", "20"]);
  deepStrictEqual(source.stream("tree")!.read(0, 10).lines, ['{"changed":null}']);
  await source.close();
  await server.shutdown();
});

const STREAM = { "content-type": "text/event-stream" };

Deno.test("a source's events are those of a real server, with who made them and a short payload", async () => {
  await using shown = await Shown.start();
  await shown.act(
    "models",
    "define",
    JSON.stringify({ id: "note", idKind: "any", fields: { text: { type: "String" } } }),
  );
  const events = shown.source.stream("events")!;
  await untilLines(events, (lines) => shortOf(lines).includes(1));
  await shown.act("model:note", "create", { text: "x".repeat(3_000) }, "a");
  const lines = await untilLines(events, (all) => shortOf(all).includes(2));
  deepStrictEqual(shortOf(lines), ["live", 1, 2]);
  const { event } = eventLineOf(lines.at(-1)!) as Extract<EventLine, { event: unknown }>;
  deepStrictEqual([event.kind, event.model, event.instance, event.cause], ["instance.created", "note", "a", null]);
  strictEqual(event.text.length, 2_001);
  strictEqual(shown.source.stream("wire"), null);
});
