import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { Event } from "../event/event.ts";
import { ServerProcess } from "./many/server_process.ts";

const CONFIG = `[server]
mount-address = "127.0.0.1:0"
data-dir = "DATA"
[drivers]
secure = "file"
event = "file"
model = "sqlite"
error = "file"
[webhooks]
allow-private = true
`;

/** After how many messages the server is killed, again and again. */
const KILLS = [1, 7, 30, 31, 60];
const INSTANCES = 5, ROUNDS = 20;

/** A server that may be killed while it answers. */
class KilledServer {
  readonly #process: ServerProcess;
  #restarted = Promise.resolve();

  constructor(folder: string) {
    this.#process = new ServerProcess(folder);
  }

  start(): Promise<void> {
    return this.#process.start();
  }

  /** Kills it, and starts it again. */
  kill(): Promise<void> {
    return this.#restarted = this.#restarted.then(async () => {
      await this.#process.kill();
      await this.#process.start();
    });
  }

  /** Asks until it answers, and gives the body of its success. A change is made once. */
  async ask(path: string, method = "GET", body?: unknown): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = body === undefined
      ? {}
      : { "content-type": "application/json", ...path === "/batch" && { "idempotency-key": crypto.randomUUID() } };
    for (;;) {
      const restarted = this.#restarted;
      await restarted;
      try {
        const init = { method, headers, ...body !== undefined && { body: JSON.stringify(body) } };
        const response = await fetch(this.#process.url + path, init), text = await response.text();
        ok(response.ok, `${response.status} ${text}`);
        return JSON.parse(text);
      } catch (error) {
        // Nothing but its end may keep it from an answer.
        if (this.#restarted === restarted) throw error;
      }
    }
  }

  async stop(): Promise<number> {
    await this.#restarted;
    return (await this.#process.stop()).code;
  }

  async end(): Promise<void> {
    await this.#restarted;
    await this.#process.kill();
  }
}

Deno.test("kill -9 of a server that sends to a webhook loses no event, and keeps the order of each instance", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-webhooks-killed-" }), server = new KilledServer(folder);
  const got: Event[] = [], kills = [...KILLS];
  let arrived = () => {};
  await using receiver = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    got.push((await request.json()).data);
    if (got.length === kills[0]) {
      kills.shift();
      await server.kill();
    }
    arrived();
    return new Response(null, { status: 204 });
  });
  try {
    await Deno.writeTextFile(`${folder}/config.toml`, CONFIG.replace("DATA", `${folder}/data`));
    await server.start();
    await server.ask("/models", "POST", { id: "post", idKind: "any", fields: { n: { type: "Int" } } });
    const { id } = await server.ask("/webhooks", "POST", { url: `http://127.0.0.1:${receiver.addr.port}/` });
    const ids = Array.from({ length: INSTANCES }, (_, at) => `i${at}`);
    const changes = Array.from({ length: ROUNDS }, (_, n) => {
      return ids.map((one) => ({ op: n === 0 ? "create" : "update", model: "post", id: one, data: { n } }));
    });
    for (const ops of changes) await server.ask("/batch", "POST", { ops });
    const all = INSTANCES * ROUNDS;
    while (new Set(got.map(({ seq }) => seq)).size < all || kills.length > 0) {
      const more = Promise.withResolvers<void>();
      arrived = more.resolve;
      await more.promise;
    }
    const { items } = await server.ask("/events?since=2&limit=500") as { items: Event[] };
    equal(items.length, all);
    deepStrictEqual([...new Set(got.map(({ id }) => id))].toSorted(), items.map(({ id }) => id).toSorted());
    for (const one of ids) {
      const first = [...new Set(got.filter(({ instance }) => instance === one).map(({ seq }) => seq))];
      deepStrictEqual(first, first.toSorted((a, b) => a - b), one);
    }
    for (let waiting: unknown = 1; waiting !== 0;) waiting = (await server.ask(`/webhooks/${id}`)).waiting;
    equal((await server.ask(`/webhooks/${id}/dead`)).total, 0);
    equal(await server.stop(), 0);
  } finally {
    await server.end();
    await Deno.remove(folder, { recursive: true });
  }
});
