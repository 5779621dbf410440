import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { Clock } from "@fluxwire/transport";
import { ModelServer } from "./model_server.ts";

/** A server that gives these answers, one after the other, and keeps what it was asked. */
function scripted(...answers: (() => Response)[]) {
  const asked: { line: string; headers: Headers }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { method, url, headers } = request;
    asked.push({ line: `${method} ${new URL(url).pathname}`, headers: new Headers(headers) });
    return answers.shift()!();
  });
  return {
    asked,
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A clock whose short timers end at once; those of attempts never do. It keeps the pauses. */
function impatient(): Clock & { readonly pauses: number[] } {
  const pauses: number[] = [];
  return {
    pauses,
    now: () => pauses.reduce((sum, ms) => sum + ms, 0),
    setTimeout: (callback: () => void, ms: number) => {
      if (ms === 5_000) return null;
      pauses.push(ms);
      queueMicrotask(callback);
      return null;
    },
    clearTimeout: () => {},
  };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => () =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

Deno.test("ModelServer.ask() sends the same request again while the server is busy, and pauses as it asks for", async () => {
  await using server = scripted(
    json(503, { error: { code: "stopping", message: "The server stops" } }, { "retry-after": "2" }),
    json(409, { error: { code: "in_progress", message: "The same request is running" } }),
    () => new Response("bad gateway", { status: 502 }),
    json(200, {}, { etag: '"41"' }),
  );
  const clock = impatient(), reach: (string | null)[] = [];
  const models = new ModelServer({ url: server.url, token: "ap_k_s", clock, onReach: (text) => reach.push(text) });
  const request = { method: "PUT", path: "/models/state/instances/a", body: "{}", key: "k" } as const;
  const reply = await models.ask(request, { signal: new AbortController().signal, until: 60_000 });
  deepStrictEqual([reply.status, reply.revision], [200, "41"]);
  deepStrictEqual(clock.pauses, [2_000, 100, 200]);
  for (const { headers, line } of server.asked) {
    equal(line, "PUT /models/state/instances/a");
    const names = ["authorization", "idempotency-key", "content-type"];
    deepStrictEqual(names.map((name) => headers.get(name)), ["Bearer ap_k_s", "k", "application/json"]);
  }
  equal(reach.length, 2);
  match(reach[0]!, /^The model server at http:\S+ cannot take it now: The server stops$/);
  equal(reach[1], null);
});

Deno.test("ModelServer.ask() follows no redirect: its token is for one server", async () => {
  await using other = scripted();
  await using server = scripted(() => new Response(null, { status: 307, headers: { location: other.url } }));
  const models = new ModelServer({ url: server.url, token: "ap_k_s" });
  const { status } = await models.ask(
    { method: "GET", path: "/models" },
    { signal: new AbortController().signal, until: Date.now() + 60_000 },
  );
  deepStrictEqual([status, other.asked.length], [307, 0]);
});
