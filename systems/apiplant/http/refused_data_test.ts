import { deepStrictEqual, equal } from "node:assert/strict";
import { Refusal } from "../commit/refusal.ts";
import type { JsonObject } from "../json/json.ts";
import { A, posts, refused } from "./testing/refused.ts";
import type { Served } from "./testing/served.ts";

Deno.test("refusal: 422 validation lists the problems of instances, models and hooks", async () => {
  await using server = await posts();
  const details = refused(
    await server.ask("/models/post/instances", { body: { slug: 1, x: 1, parent: "none" } }),
    422,
    "validation",
  );
  deepStrictEqual((details as JsonObject[]).map(({ path, code }) => [path, code]), [
    ["/title", "required"],
    ["/slug", "type"],
    ["/x", "unknown"],
  ]);
  const reference = refused(
    await server.ask("/models/post/instances", { body: { title: "x", parent: "none" } }),
    422,
    "validation",
  );
  deepStrictEqual((reference as JsonObject[]).map(({ path, code }) => [path, code]), [["/parent", "reference"]]);
  refused(await server.ask("/models", { body: { id: "X", fields: { a: { type: "Str" } } } }), 422, "validation");
  refused(await server.ask("/models", { body: [] }), 422, "validation");
  refused(await server.ask("/batch", { body: { ops: [] } }), 422, "validation");
});

/** A server whose pre hook refuses with this. */
function refusing(refusal: Refusal): Promise<Served> {
  return posts({ pre: () => Promise.reject(refusal), check: () => Promise.reject(refusal) });
}

for (const code of ["vetoed", "hook_timeout", "hook_failed"] as const) {
  const title = {
    vetoed: "refusal: 422 vetoed carries the hook's message and details, and leaves no event",
    hook_timeout: "refusal: 422 hook_timeout leaves no event",
    hook_failed: "refusal: 422 hook_failed leaves no event",
  }[code];
  Deno.test(title, async () => {
    const hook = { kind: "script", source: "" };
    let refusal: Refusal | null = null;
    await using server = await posts({ pre: () => refusal === null ? undefined : Promise.reject(refusal) });
    await server.ask("/models/post/hooks/preUpdate", { method: "PUT", body: hook });
    refusal = new Refusal(code, "The title is not allowed", { word: "x" });
    const got = await server.ask(A, { method: "PATCH", body: { title: "x" } });
    deepStrictEqual(refused(got, 422, code), { word: "x" });
    equal(got.body.error!.message, "The title is not allowed");
    equal((await server.ask("/")).body.seq, 3);
  });
}

for (const code of ["hook_source", "hook_name"] as const) {
  const title = {
    hook_source: "refusal: 422 hook_source names line and column, and defines no hook",
    hook_name: "refusal: 422 hook_name defines no hook",
  }[code];
  Deno.test(title, async () => {
    await using server = await refusing(new Refusal(code, "The hook cannot be loaded", { line: 1, column: 2 }));
    const body = { kind: "script", source: "(" };
    deepStrictEqual(refused(await server.ask("/models/post/hooks/preCreate", { method: "PUT", body }), 422, code), {
      line: 1,
      column: 2,
    });
    deepStrictEqual((await server.ask("/models/post/hooks")).body, { items: [] });
  });
}

Deno.test("refusal: 422 migration names the field and instances, before any event", async () => {
  await using server = await posts();
  const got = await server.ask("/models/post", {
    method: "PATCH",
    body: { fields: { body: { type: "String", required: true } } },
  });
  deepStrictEqual(
    (refused(got, 422, "migration") as JsonObject[]).map(({ path, code, instances }) => [path, code, instances]),
    [
      ["/fields/body", "required", ["a"]],
    ],
  );
  deepStrictEqual([(await server.ask("/models/post")).body.version, (await server.ask("/")).body.seq], [1, 2]);
});
