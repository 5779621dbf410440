/** What hooks may do: each cell of the table in the README, allowed and refused. */
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import type { Refusal } from "../commit/refusal.ts";
import { HookedCore } from "./testing/hooked_core.ts";

/** Whether a refusal has this code, and this text in its message. */
function refused(code: string, text: RegExp): (error: unknown) => boolean {
  return (error) => {
    equal((error as Refusal).code, code);
    match((error as Refusal).message, text);
    return true;
  };
}

Deno.test("a pre hook reads the images before and after", async () => {
  await using server = await HookedCore.start();
  await server.set(
    "preUpdate",
    "return { ...ctx.after, was: ctx.before.n, revision: ctx.revision, of: ctx.instance };",
  );
  const { id, revision } = await server.create({ n: 1 }, "a");
  await server.write({ op: "update", model: "item", id, data: { n: 2 } });
  deepEqual(await server.all("item"), [{ n: 2, was: 1, revision, of: "a" }]);
});

Deno.test("a post hook reads the images before and after, and the event", async () => {
  await using server = await HookedCore.start();
  await server.set(
    "postUpdate",
    "ctx.log(ctx.before.n, ctx.after.n, ctx.event.kind, ctx.event.payload.n, ctx.attempt);",
  );
  await server.set("postDelete", "ctx.log(ctx.before.n, ctx.after, ctx.event.kind);");
  const { id } = await server.create({ n: 1 });
  await server.write({ op: "update", model: "item", id, data: { n: 2 } });
  await server.write({ op: "delete", model: "item", id });
  deepEqual(server.lines, ["1 2 instance.updated 2 1", "2 null instance.deleted"]);
});

Deno.test("a pre hook reads other instances", async () => {
  await using server = await HookedCore.start();
  await server.create({ n: 7 }, "n", "note");
  await server.set(
    "preCreate",
    "return { n: (await ctx.get('note', 'n')).data.n, none: await ctx.get('note', 'm'), all: (await ctx.list('note')).length };",
  );
  deepEqual((await server.create()).data, { n: 7, none: null, all: 1 });
});

Deno.test("a post hook reads other instances", async () => {
  await using server = await HookedCore.start();
  await server.create({ n: 7 }, "n", "note");
  await server.set(
    "postCreate",
    "ctx.log((await ctx.get('note', 'n')).data, (await ctx.list('note', { limit: 5 })).length);",
  );
  await server.create();
  deepEqual(server.lines, ['{"n":7} 1']);
});

for (const op of ["create('note', {})", "update('note', 'n', {})", "patch('note', 'n', {})", "delete('note', 'n')"]) {
  Deno.test(`a pre hook may not write: ctx.${op}`, async () => {
    await using server = await HookedCore.start();
    await server.create({ n: 1 }, "n", "note");
    await server.set("preCreate", `await ctx.${op};`);
    await rejects(server.create(), refused("hook_failed", /NotAllowed: A pre hook may not use/));
    deepEqual(await server.all(), [{ n: 1 }]);
  });
}

Deno.test("a post hook writes; its changes have a cause", async () => {
  await using server = await HookedCore.start();
  await server.set(
    "postCreate",
    `const { id } = await ctx.create("note", { n: 1 }, { id: "own" });
     await ctx.create("note", { n: 2 }, { id: "gone" });
     await ctx.update("note", id, { n: 3 });
     const { revision } = await ctx.patch("note", id, { m: 4 });
     await ctx.patch("note", id, { k: 5 }, { ifMatch: revision });
     await ctx.delete("note", "gone");`,
  );
  await server.create();
  equal(server.records.length, 0);
  deepEqual(await server.all(), [{ n: 3, m: 4, k: 5 }]);
  const [event] = await server.core.feed.read((await server.core.state.get("note", "own"))!.revision, 1);
  deepEqual([event!.actor, event!.cause?.hook, event!.cause?.depth], ["hook:item/postCreate", "postCreate", 1]);
});

Deno.test("a pre hook may not use the network or run programs", async () => {
  await using server = await HookedCore.start();
  for (const op of ["fetch('http://127.0.0.1:1/')", "run('true')"]) {
    await server.set("preCreate", `await ctx.${op};`);
    await rejects(server.create(), refused("hook_failed", /NotAllowed: A pre hook may not use/));
  }
});

Deno.test("a post hook uses the network as far as allow-net allows", async () => {
  await using web = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => Response.json({ method: request.method, text: await request.text() }, { status: 201 }),
  );
  const { port } = web.addr;
  const body = `
    const answer = await ctx.fetch("http://127.0.0.1:${port}/", { method: "POST", body: "hi" });
    ctx.log(answer.status, answer.headers["content-type"], answer.json());`;
  for (const [hosts, isAllowed] of [[[`127.0.0.1:${port}`], true], [["127.0.0.1:1", "example.com"], false]] as const) {
    await using server = await HookedCore.start({ net: { kind: "hosts", hosts } });
    await server.set("postCreate", body);
    await server.create();
    deepEqual(server.lines, isAllowed ? ['201 application/json {"method":"POST","text":"hi"}'] : []);
    equal(server.records.length, isAllowed ? 0 : 1);
    if (!isAllowed) match(server.records[0]!.message, /NotAllowed: The host 127\.0\.0\.1:\d+ is not in allow-net/);
  }
});

Deno.test("a post hook runs programs as far as allow-run allows", async () => {
  for (const [names, isAllowed] of [[["cat"], true], [["ls"], false]] as const) {
    await using server = await HookedCore.start({ run: { kind: "names", names } });
    await server.set("postCreate", "ctx.log(await ctx.run('cat', ['-'], 'hello'));");
    await server.create();
    deepEqual(server.lines, isAllowed ? ['{"code":0,"stdout":"hello","stderr":""}'] : []);
    equal(server.records.length, isAllowed ? 0 : 1);
    if (!isAllowed) match(server.records[0]!.message, /NotAllowed: The program cat is not in allow-run/);
  }
});

Deno.test("a pre hook refuses the change, with a message and details, and leaves no event (G4)", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "ctx.veto('Not on Sundays', { day: 7 });");
  const { seq } = server.core.state;
  await rejects(server.create(), (error: Refusal) => {
    deepEqual([error.code, error.message, error.details], ["vetoed", "Not on Sundays", { day: 7 }]);
    return true;
  });
  deepEqual(await server.all("item"), []);
  equal(server.core.state.seq, seq);
});

Deno.test("a pre hook replaces the payload, or leaves it by returning nothing", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "if (ctx.after.n > 1) return { n: ctx.after.n * 10 };");
  deepEqual((await server.create({ n: 1 })).data, { n: 1 });
  deepEqual((await server.create({ n: 2 })).data, { n: 20 });
  await server.set("preCreate", "return ctx.after.n;");
  await rejects(server.create({ n: 3 }), refused("hook_failed", /must return an object/));
});

Deno.test("a post hook can neither refuse the change nor replace the payload", async () => {
  await using server = await HookedCore.start();
  await server.set("postCreate", "if (ctx.after.n === 1) return { n: 2 }; ctx.veto('no');");
  deepEqual((await server.create({ n: 1 })).data, { n: 1 });
  equal(server.records.length, 0);
  await server.create({ n: 3 });
  deepEqual((await server.all("item")).map(({ n }) => n), [1, 3]);
  match(server.records[0]!.message, /NotAllowed: Only a pre hook may veto/);
});

Deno.test("the failure of a pre hook goes to the caller", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "throw new TypeError('bad');");
  await rejects(server.create(), refused("hook_failed", /preCreate of item failed: TypeError: bad/));
  await server.set("preCreate", "while (true);", { timeout: 200 });
  await rejects(server.create(), refused("hook_timeout", /ran longer than 200 ms/));
  equal(server.records.length, 0);
  deepEqual(await server.all("item"), []);
});

Deno.test("the failure of a post hook goes to the error storage, one record each", async () => {
  await using server = await HookedCore.start();
  const { revision } = await server.set("postCreate", "throw new TypeError('bad');");
  const { id } = await server.create();
  equal(server.records.length, 1);
  const { code, message, event, hook, model, instance, attempt, stack } = server.records[0]!;
  deepEqual([code, message], ["hook_failed", "The hook postCreate of item failed: TypeError: bad"]);
  deepEqual([hook, model, instance, attempt], ["postCreate", "item", id, 1]);
  equal(event, (await server.core.feed.read(revision + 1, 1))[0]!.id);
  match(stack!, /^TypeError: bad\n {4}at Module\.postCreate \(source:1:\d+\)$/);
});
