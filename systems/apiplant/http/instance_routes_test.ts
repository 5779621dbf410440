import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import type { Json, JsonObject } from "../json/json.ts";
import { Served } from "./testing/served.ts";

const POST: JsonObject = {
  title: { type: "String", required: true, max: 20, index: true },
  views: { type: "BigInt", default: 0 },
  secret: { type: "String", hidden: true },
};

Deno.test("route: GET /models/:id/instances gives pages by cursor that have every instance once", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  for (let at = 0; at < 7; at++) await server.create("post", { title: `t${at % 3}`, views: at });
  const seen: unknown[] = [];
  let path = "/models/post/instances?limit=3&sort=title,-views&total=true";
  for (let cursor: string | null = ""; cursor !== null;) {
    const { body } = await server.ask(path + (cursor === "" ? "" : `&cursor=${cursor}`));
    equal(body.total, 7);
    seen.push(...(body.items as JsonObject[]).map(({ data }) => (data as JsonObject).views));
    cursor = body.next as string | null;
  }
  deepStrictEqual(seen, [6, 3, 0, 4, 1, 5, 2]);
  path = "/models/post/instances?offset=5&limit=50";
  equal(((await server.ask(path)).body.items as unknown[]).length, 2);
});

Deno.test("route: POST /models/:id/instances creates an instance with a new id, or a given one if the model takes any", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { headers, body } = await server.create("post", { title: "a", views: 9223372036854775807n, secret: "s" });
  match(String(body.id), /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  deepStrictEqual(body, {
    id: body.id!,
    revision: 2,
    modelVersion: 1,
    createdAt: body.createdAt!,
    updatedAt: body.createdAt!,
    data: { title: "a", views: 9223372036854775807n },
  });
  deepStrictEqual([headers.get("location"), headers.get("etag")], [`/models/post/instances/${body.id}`, '"2"']);
  await server.define("tag", {}, { idKind: "any" });
  equal((await server.create("tag", { id: "red" })).body.id, "red");
  equal((await server.ask("/models/post/instances", { body: { title: "a", id: "x" } })).status, 422);
  const digits = await server.ask("/models/post/instances?bigint=string", { body: { title: "b", views: "12" } });
  deepStrictEqual((digits.body.data as JsonObject).views, "12");
});

Deno.test("route: GET /models/:id/instances/:iid reads an instance now, at a place and at a time", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" }), path = `/models/post/instances/${body.id}`;
  await server.ask(path, { method: "PATCH", body: { title: "b" } });
  await server.ask(path, { method: "PATCH", body: { title: "c" } });
  const titles = await Promise.all(["", "?at=2", "?at=3", "?at=4", `?at=${body.createdAt}`].map(async (query) => {
    const got = await server.ask(path + query);
    return [got.status, (got.body.data as JsonObject | undefined)?.title, got.body.revision];
  }));
  deepStrictEqual(titles.slice(0, 4), [[200, "c", 4], [200, "a", 2], [200, "b", 3], [200, "c", 4]]);
  equal(titles[4]![0], 200);
  equal((await server.ask(`${path}?at=1`)).status, 404);
  for (const at of ["5", "-1", "2026", "yesterday"]) equal((await server.ask(`${path}?at=${at}`)).status, 400, at);
  const head = await server.ask(path, { method: "HEAD" });
  const got = await server.ask(path);
  deepStrictEqual([head.text, head.headers.get("content-length")], ["", String(got.text.length)]);
  const known = await server.ask(path, { headers: { "if-none-match": '"4"' } });
  deepStrictEqual([known.status, known.text, known.headers.get("etag")], [304, "", '"4"']);
  equal((await server.ask(path, { headers: { "if-none-match": '"3"' } })).status, 200);
  equal((await server.ask("/models/post/instances/none")).status, 404);
});

Deno.test("route: PUT /models/:id/instances/:iid replaces all data, always by an event, and creates with If-None-Match", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const path = "/models/post/instances/01970000-0000-7000-8000-000000000000";
  equal((await server.ask(path, { method: "PUT", body: { title: "a" } })).status, 404);
  const created = await server.ask(path, {
    method: "PUT",
    body: { title: "a", views: 5 },
    headers: { "if-none-match": "*" },
  });
  deepStrictEqual([created.status, created.headers.get("location")], [201, path]);
  equal(
    (await server.ask(path, { method: "PUT", body: { title: "a" }, headers: { "if-none-match": "*" } })).status,
    412,
  );
  for (const revision of [3, 4]) {
    const got = await server.ask(path, { method: "PUT", body: { title: "a" } });
    deepStrictEqual([got.status, got.body.revision, got.body.data], [200, revision, { title: "a", views: 0 }]);
  }
});

Deno.test("route: PATCH /models/:id/instances/:iid merges; a member that goes takes its default", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a", views: 7 }), path = `/models/post/instances/${body.id}`;
  const got = await server.ask(path, { method: "PATCH", body: { views: null }, headers: { "if-match": '"2"' } });
  deepStrictEqual([got.status, got.body.data], [200, { title: "a", views: 0 }]);
  equal((await server.ask(path, { method: "PATCH", body: { views: 1 }, headers: { "if-match": '"2"' } })).status, 412);
});

Deno.test("route: DELETE /models/:id/instances/:iid is 204 once, then 404", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" }), path = `/models/post/instances/${body.id}`;
  equal((await server.ask(path, { method: "DELETE", headers: { "if-match": '"9"' } })).status, 412);
  equal((await server.ask(path, { method: "DELETE" })).status, 204);
  equal((await server.ask(path, { method: "DELETE" })).status, 404);
});

Deno.test("route: GET /models/:id/instances/:iid/history gives all events over all lives, newest first, in pages", async () => {
  await using server = await Served.start();
  await server.define("post", POST, { idKind: "any" });
  await server.create("post", { id: "x", title: "a", secret: "s" });
  await server.create("post", { id: "y", title: "z" });
  const path = "/models/post/instances/x";
  await server.ask(path, { method: "PATCH", body: { title: "b" } });
  await server.ask(path, { method: "DELETE" });
  await server.create("post", { id: "x", title: "c" });
  await server.ask(path, { method: "DELETE" });
  const { body } = await server.ask(`${path}/history`);
  deepStrictEqual(
    (body.items as JsonObject[]).map((
      { seq, kind, payload },
    ) => [seq, kind, (payload as JsonObject | undefined)?.title]),
    [
      [7, "instance.deleted", undefined],
      [6, "instance.created", "c"],
      [5, "instance.deleted", undefined],
      [4, "instance.updated", "b"],
      [2, "instance.created", "a"],
    ],
  );
  equal(body.next, null);
  ok(!JSON.stringify(body).includes("secret"));
  const seqs: unknown[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page = await server.ask(`${path}/history?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
    seqs.push(...(page.body.items as JsonObject[]).map(({ seq }) => seq));
    cursor = page.body.next as string | null;
  }
  deepStrictEqual(seqs, [7, 6, 5, 4, 2]);
  equal((await server.ask(`${path}/history?cursor=3`)).status, 400);
  equal((await server.ask("/models/post/instances/none/history")).status, 404);
  const deleted = await server.ask(`${path}?at=5`);
  deepStrictEqual([deleted.status, deleted.body.error!.code], [410, "deleted"]);
  equal(((await server.ask(`${path}?at=4`)).body.data as JsonObject).title, "b");
});

Deno.test("route: POST /models/:id/instances/:iid/restore makes an old value the new one, also of a deleted instance", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" }), path = `/models/post/instances/${body.id}`;
  await server.ask(path, { method: "PATCH", body: { title: "b" } });
  const restored = await server.ask(`${path}/restore`, { body: { revision: 2 } });
  deepStrictEqual([restored.status, (restored.body.data as JsonObject).title, restored.body.revision], [200, "a", 4]);
  await server.ask(path, { method: "DELETE" });
  const created = await server.ask(`${path}/restore`, { body: { revision: 3 } });
  deepStrictEqual([created.status, (created.body.data as JsonObject).title], [201, "b"]);
  equal((await server.ask(`${path}/restore`, { body: { revision: 1 } })).status, 404);
  for (const wrong of [{}, { revision: 0 }, { revision: 2, force: true }, []] as Json[]) {
    equal((await server.ask(`${path}/restore`, { body: wrong })).status, 422);
  }
});
