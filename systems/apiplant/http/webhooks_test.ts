import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { Receiver } from "../webhooks/testing/receiver.ts";
import { refused } from "./testing/refused.ts";
import { Served } from "./testing/served.ts";

const start = () => Served.start({ config: "[webhooks]\nallow-private = true" });
const URL_OF = "https://example.com/hook";

Deno.test("route: POST /webhooks answers with the webhook and its secret", async () => {
  await using server = await start();
  const { status, headers, body } = await server.ask("/webhooks", { body: { url: URL_OF, models: ["post"] } });
  const { id, secret, createdAt, ...others } = body;
  deepStrictEqual([status, headers.get("location")], [201, `/webhooks/${id}`]);
  match(String(secret), /^whsec_[A-Za-z0-9+/]{43}=$/);
  match(String(createdAt), /^\d{4}-.*Z$/);
  deepStrictEqual(others, {
    url: URL_OF,
    models: ["post"],
    kinds: ["instance.created", "instance.updated", "instance.deleted", "instance.erased"],
    description: "",
    enabled: true,
    seq: 0,
    waiting: 0,
  });
  const wrong: JsonObject = {
    url: "https://user:password@example.com",
    models: ["Post"],
    kinds: ["hook.updated"],
    enabled: 1,
    secret: "whsec_short",
    more: 1,
  };
  const details = refused(await server.ask("/webhooks", { body: wrong }), 422, "validation") as JsonObject[];
  deepStrictEqual(details.map(({ path }) => path), ["/more", "/url", "/models", "/kinds", "/enabled", "/secret"]);
  for (const url of ["ftp://example.com", "x", 1]) {
    refused(await server.ask("/webhooks", { body: { url } }), 422, "validation");
  }
  refused(await server.ask("/webhooks", { body: {} }), 422, "validation");
});

Deno.test("route: GET /webhooks lists them, and at most 100 can be defined", async () => {
  await using server = await start();
  deepStrictEqual((await server.ask("/webhooks")).body, { items: [], total: 0 });
  for (let at = 0; at < 100; at++) {
    equal((await server.ask("/webhooks", { body: { url: `${URL_OF}${at}`, enabled: false } })).status, 201);
  }
  refused(await server.ask("/webhooks", { body: { url: URL_OF } }), 422, "validation");
  const { items, total } = (await server.ask("/webhooks")).body;
  deepStrictEqual([total, (items as JsonObject[])[99]!.url], [100, `${URL_OF}99`]);
});

Deno.test("route: GET /webhooks/:webhook gives one without its secret", async () => {
  await using server = await start();
  const { secret: _, ...webhook } = (await server.ask("/webhooks", { body: { url: URL_OF } })).body;
  const { seq: _seq, ...rest } = webhook, { seq, ...read } = (await server.ask(`/webhooks/${webhook.id}`)).body;
  deepStrictEqual([read, Number.isSafeInteger(seq)], [rest, true]);
  refused(await server.ask("/webhooks/none"), 404, "not_found");
});

Deno.test("route: PATCH /webhooks/:webhook changes the members that it is given", async () => {
  await using server = await start();
  const { secret: _secret, ...webhook } =
    (await server.ask("/webhooks", { body: { url: URL_OF, models: ["a"] } })).body;
  const path = `/webhooks/${webhook.id}`, patch = (body: JsonObject) => server.ask(path, { method: "PATCH", body });
  const changed = await patch({ enabled: false, description: "Paused" });
  const { seq: _seq, ...rest } = webhook, { seq: _, ...now } = changed.body;
  deepStrictEqual([changed.status, now], [200, { ...rest, enabled: false, description: "Paused" }]);
  deepStrictEqual((await patch({ kinds: ["model.deleted"] })).body.kinds, ["model.deleted"]);
  refused(await patch({ secret: "x" }), 422, "validation");
  refused(await server.ask("/webhooks/none", { method: "PATCH", body: {} }), 404, "not_found");
});

Deno.test("route: DELETE /webhooks/:webhook ends it", async () => {
  await using server = await start();
  const { body: { id } } = await server.ask("/webhooks", { body: { url: URL_OF } });
  equal((await server.ask(`/webhooks/${id}`, { method: "DELETE" })).status, 204);
  refused(await server.ask(`/webhooks/${id}`, { method: "DELETE" }), 404, "not_found");
  deepStrictEqual((await server.ask("/webhooks")).body.items, []);
});

Deno.test("route: POST /webhooks/:webhook/secret makes a new one", async () => {
  await using server = await start();
  const { body: { id, secret } } = await server.ask("/webhooks", { body: { url: URL_OF } });
  const got = await server.ask(`/webhooks/${id}/secret`, { method: "POST" });
  equal(got.status, 201);
  match(String(got.body.secret), /^whsec_/);
  equal(got.body.secret === secret, false);
  refused(await server.ask("/webhooks/none/secret", { method: "POST" }), 404, "not_found");
});

Deno.test("route: GET /webhooks/:webhook/dead lists messages that were given up, newest first", async () => {
  await using receiver = new Receiver();
  await using server = await start();
  const { body: { id } } = await server.ask("/webhooks", { body: { url: receiver.url } });
  deepStrictEqual((await server.ask(`/webhooks/${id}/dead`)).body, { items: [], total: 0, dropped: 0 });
  await server.define("post", {}, { idKind: "any" });
  await server.create("post", { id: "a" });
  await receiver.take(410);
  for (let total: unknown = 0; total !== 1;) total = (await server.ask(`/webhooks/${id}/dead`)).body.total;
  const { body: { items } } = await server.ask(`/webhooks/${id}/dead`),
    [{ event, at, ...dead }] = items as [JsonObject];
  deepStrictEqual(dead, {
    seq: 3,
    kind: "instance.created",
    model: "post",
    instance: "a",
    message: "It answered 410",
    attempts: 1,
  });
  match(`${event} ${at}`, /^[0-9a-f-]{36} \d{4}-/);
  refused(await server.ask("/webhooks/none/dead"), 404, "not_found");
});

Deno.test("route: POST /webhooks/:webhook/dead/:event sends nothing that is not dead", async () => {
  await using server = await start();
  const { body: { id } } = await server.ask("/webhooks", { body: { url: URL_OF } });
  refused(await server.ask(`/webhooks/${id}/dead/none`, { method: "POST" }), 404, "not_found");
});

Deno.test("webhooks are for programs of the same machine while the server is open", async () => {
  await using server = await start();
  const headers = { "x-forwarded-for": "10.0.0.1" };
  for (const path of ["/webhooks", "/webhooks/x", "/webhooks/x/dead"]) {
    refused(await server.ask(path, { headers }), 403, "forbidden");
  }
});

Deno.test("the log says who has changed a webhook, and never its secret", async () => {
  await using server = await start();
  const { body: { id, secret } } = await server.ask("/webhooks", { body: { url: URL_OF } }), path = `/webhooks/${id}`;
  await server.ask(path, { method: "PATCH", body: { enabled: false } });
  const renewed = (await server.ask(`${path}/secret`, { method: "POST" })).body.secret;
  await server.ask(path, { method: "DELETE" });
  const { body: { items }, text } = await server.ask("/events?since=0");
  deepStrictEqual(
    (items as JsonObject[]).map(({ kind, model, instance, actor, payload }) => {
      const { change, enabled } = payload as JsonObject;
      return [kind, model, instance === id, actor, change, enabled];
    }),
    [["created", true], ["updated", false], ["secret renewed", false], ["deleted", false]].map((one) => {
      return ["config.updated", "webhooks", true, "anonymous", ...one];
    }),
  );
  for (const one of [secret, renewed]) equal(text.includes((one as string).slice(6)), false);
});
