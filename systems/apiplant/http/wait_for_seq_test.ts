import { deepStrictEqual, equal } from "node:assert/strict";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { refused } from "./testing/refused.ts";
import { Served } from "./testing/served.ts";

/** A server whose requests wait for the events in `waits`, each for no time; the log's head is `ahead` events further than it. */
function waiting(waits: number[], ahead: number): Promise<Served> {
  return Served.start({
    config: REQUIRED,
    core: (core) => {
      const info = async () => {
        const info = await core.log.info();
        return { ...info, head: info.head + ahead };
      };
      const log = new Proxy(core.log, {
        get: (target, name) => name === "info" ? info : Reflect.get(target, name).bind(target),
      });
      const applied = (seq: number) => Promise.resolve(void waits.push(seq));
      return new Proxy(core, {
        get: (target, name) => name === "applied" ? applied : name === "log" ? log : Reflect.get(target, name),
      });
    },
  });
}

Deno.test("seekSeq() comes behind the check of credentials: a request that may not use its route does not wait", async () => {
  const waits: number[] = [];
  await using server = await waiting(waits, 0);
  await server.define("post", {}, { rules: { list: "user" } });
  const plain = await keyFor(server, "plain"), admin = server.adminKey, wrong = `ap_plain_${"x".repeat(43)}`;
  const asks = [
    ["/models", null, 401],
    ["/models", wrong, 401],
    ["/models", plain, 403],
    ["/auth/keys", null, 401],
    ["/", null, 401],
    ["/nowhere", null, 404],
    ["/models/nowhere/instances", null, 503],
    ["/models/post/instances", null, 503],
    ["/events", null, 503],
    ["/openapi.json", null, 503],
    ["/health/live", null, 503],
  ] as const;
  for (const [path, key, status] of asks) {
    const got = await server.ask(`${path}?min-seq=99`, { key });
    equal(got.status, status, `${path} ${got.text}`);
    const byHeader = await server.ask(path, { key, headers: { "x-min-seq": "99" } });
    equal(byHeader.status, status, `${path} ${byHeader.text}`);
  }
  deepStrictEqual(waits, []);
  equal((await server.ask("/models?min-seq=99", { key: admin })).status, 200);
  equal((await server.ask("/models/post/instances?min-seq=98", { key: plain })).status, 200);
  deepStrictEqual(waits, [99, 98]);
});

Deno.test("seekSeq() lets a request without credentials wait for what the log has, and for no more", async () => {
  const waits: number[] = [];
  await using server = await waiting(waits, 5);
  await server.define("post", {}, { rules: { list: "public" } });
  const ask = (seq: number) => server.ask(`/models/post/instances?min-seq=${seq}`), { seq } = server.core.state;
  equal((await ask(seq + 5)).status, 200);
  deepStrictEqual(refused(await ask(seq + 6), 503, "storage"), { seq });
  deepStrictEqual(waits, [seq + 5]);
});
