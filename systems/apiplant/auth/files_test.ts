import { equal } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { keyFor, REQUIRED } from "./testing/surfaces.ts";

Deno.test("a file is read by those who may read an instance that has it by a field that is shown, and before by its uploader", async () => {
  await using server = await Served.start({ config: REQUIRED });
  const fields = { author: { type: "String" }, photo: { type: "File" }, draft: { type: "File", hidden: true } };
  const rules = { create: "user", read: "owner", update: "owner" };
  await server.define("post", fields, { idKind: "any", ownerField: "author", rules });
  const ann = await keyFor(server, "ann"), bob = await keyFor(server, "bob");
  const upload = (text: string, key: string | null) =>
    server.ask("/files?name=a.png", { method: "POST", raw: text, headers: { "content-type": "image/png" }, key });
  const read = async (file: JsonObject, key: string | null) => (await server.ask(`/files/${file.id}`, { key })).status;
  refused(await upload("x", null), 401, "unauthenticated");
  const photo = (await upload("shown", ann)).body, draft = (await upload("not shown", ann)).body;
  for (const file of [photo, draft]) {
    equal(await read(file, ann), 200);
    for (const key of [bob, null]) equal(await read(file, key), 404);
    equal(await read(file, server.adminKey), 200);
  }
  const body = { id: "a", author: "key:ann", photo, draft };
  equal((await server.ask("/models/post/instances", { body, key: ann })).status, 201);
  equal(await read(photo, ann), 200);
  for (const key of [bob, null]) equal(await read(photo, key), 404);
  for (const key of [ann, bob, null]) equal(await read(draft, key), 404);
  equal(await read(draft, server.adminKey), 200);
  const given = await server.ask("/models/post/instances/a", {
    method: "PATCH",
    body: { author: "key:bob" },
    key: server.adminKey,
  });
  equal(given.status, 200, given.text);
  equal(await read(photo, ann), 404);
  equal(await read(photo, bob), 200);
});
