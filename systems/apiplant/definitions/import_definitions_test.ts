import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { Refusal } from "../commit/refusal.ts";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import { importDefinitions } from "./import_definitions.ts";

const SOURCE = "export function preCreate() {}";
const SET: JsonObject = {
  v: 1,
  models: [
    { id: "book", fields: { author: { type: "Reference", model: "person" }, pages: { type: "Int", min: 1 } } },
    {
      id: "person",
      title: "People",
      fields: { name: { type: "String", required: true } },
      hooks: {
        preCreate: { kind: "script", source: SOURCE },
      },
    },
  ],
};

Deno.test("importDefinitions() defines models after those that they refer to, with hooks; a second time nothing happens", async () => {
  await using server = await Served.start();
  deepStrictEqual(await importDefinitions(server.core, SET), { created: ["person", "book"], same: [] });
  const { seq } = server.core.state;
  deepStrictEqual(await importDefinitions(server.core, SET), { created: [], same: ["person", "book"] });
  equal(server.core.state.seq, seq);
  equal(server.core.state.hooks("person")[0]?.source, SOURCE);
  // A number that grew, and members that mean the default, make no difference.
  await server.ask("/models/person", { method: "PATCH", body: { strict: true } });
  deepStrictEqual((await importDefinitions(server.core, SET)).same, ["person", "book"]);
});

Deno.test("importDefinitions() changes nothing if one model is defined otherwise, and names what differs", async () => {
  await using server = await Served.start();
  await server.define("person", { name: { type: "String" } });
  await rejects(importDefinitions(server.core, SET), (error) => {
    match((error as Refusal).message, /person \(fields, title, hooks\)/);
    return error instanceof Refusal && error.code === "exists";
  });
  equal(server.core.state.seq, 1);
});

Deno.test("importDefinitions() defines models that refer to each other", async () => {
  await using server = await Served.start();
  const models = [["a", "b"], ["b", "a"]].map(([id, model]) => ({
    id: id!,
    fields: { to: { type: "Reference", model: model! } },
  }));
  deepStrictEqual((await importDefinitions(server.core, { v: 1, models })).created.toSorted(), ["a", "b"]);
  deepStrictEqual((await importDefinitions(server.core, { v: 1, models })).same.toSorted(), ["a", "b"]);
});

Deno.test("route: GET /admin/definitions gives what POST takes on another server", async () => {
  await using one = await Served.start();
  await importDefinitions(one.core, SET);
  const { body } = await one.ask("/admin/definitions");
  deepStrictEqual((body.models as JsonObject[]).map(({ id }) => id), ["book", "person"]);
  await using other = await Served.start();
  deepStrictEqual((await other.ask("/admin/definitions", { body })).body, { created: ["person", "book"], same: [] });
  deepStrictEqual((await other.ask("/admin/definitions")).body, body);
});

Deno.test("route: POST /admin/definitions refuses what is no document of definitions", async () => {
  await using server = await Served.start();
  for (
    const [body, path] of [
      [{}, "/v"],
      [{ v: 1 }, "/models"],
      [{ v: 1, models: [], x: 1 }, "/x"],
      [{ v: 1, models: [3] }, "/models/0"],
      [{ v: 1, models: [{ id: "a", fields: {} }, { id: "a", fields: {} }] }, "/models/1/id"],
      [{ v: 1, models: [{ id: "a", fields: {}, migration: [] }] }, "/models/0/migration"],
    ] as const
  ) {
    const details = refused(await server.ask("/admin/definitions", { body }), 422, "validation");
    equal((details as JsonObject[])[0]!.path, path);
  }
  refused(
    await server.ask("/admin/definitions", { body: { v: 1, models: [{ id: "a", fields: {}, hooks: { x: {} } }] } }),
    400,
    "unknown_hook",
  );
  equal(server.core.state.seq, 0);
});
