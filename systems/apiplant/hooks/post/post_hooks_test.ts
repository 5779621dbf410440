import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { MemoryEventStorage } from "../../storage/memory/event_storage.ts";
import { type EventStorage, StorageError } from "../../storage/roles.ts";
import { HookedCore } from "../testing/hooked_core.ts";

/** The place of the cursor of the core's server. */
async function cursorOf(log: EventStorage): Promise<number> {
  return (JSON.parse((await log.getRegister("post/server"))!.value) as { seq: number }).seq;
}

/** A web server whose answers a test holds back, to know that a hook runs, and when it ends. */
function heldWeb() {
  const asked: string[] = [], watches = new Map<string, () => void>(), held = new Map<string, () => void>();
  const web = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const name = new URL(request.url).pathname.slice(1);
    asked.push(name);
    watches.get(name)?.();
    await new Promise<void>((resolve) => held.set(name, resolve));
    return new Response(name);
  });
  return {
    /** What hooks have asked, in this order. */
    asked,
    /** Text for a hook: asks, and waits for the answer. */
    ask: (name: string) => `await ctx.fetch("http://127.0.0.1:${web.addr.port}/" + ${name});`,
    /** Resolves when a hook has asked this. */
    when: (name: string) => asked.includes(name) ? Promise.resolve() : new Promise<void>((go) => watches.set(name, go)),
    answer: (name: string) => held.get(name)!(),
    [Symbol.asyncDispose]: async () => {
      for (const release of held.values()) release();
      await web.shutdown();
    },
  };
}

Deno.test("PostHooks.post() resolves when the hooks have run; a detached one is not waited for", async () => {
  await using web = heldWeb();
  await using server = await HookedCore.start();
  await server.set("postCreate", "await ctx.create('note', { n: ctx.after.n });");
  await server.create({ n: 1 });
  deepEqual(await server.all(), [{ n: 1 }]);
  await server.set("postCreate", web.ask("ctx.after.n"), { detached: true });
  await server.create({ n: 2 });
  await web.when("2");
  web.answer("2");
  await server.stop();
});

Deno.test("PostHooks.post() stops waiting when the time for post hooks is over", async () => {
  await using web = heldWeb();
  await using server = await HookedCore.start({ postTimeoutMs: 300 });
  await server.set("postCreate", web.ask("1"), { timeout: 20_000 });
  await server.create();
  await web.when("1");
  web.answer("1");
  await server.stop();
  equal(server.records.length, 0);
});

Deno.test("PostHooks.post() runs the hooks of one instance in order, those of others at the same time", async () => {
  await using web = heldWeb();
  await using server = await HookedCore.start();
  const body = web.ask("ctx.after.name");
  await server.set("postCreate", body);
  await server.set("postUpdate", body);
  const first = server.create({ name: "a1" }, "a");
  await web.when("a1");
  const second = server.write({ op: "update", model: "item", id: "a", data: { name: "a2" } });
  const other = server.create({ name: "b1" }, "b");
  await web.when("b1");
  deepEqual(web.asked, ["a1", "b1"]);
  web.answer("a1");
  await web.when("a2");
  for (const name of ["a2", "b1"]) web.answer(name);
  await Promise.all([first, second, other]);
});

Deno.test("PostHooks.post() runs at most 16 hooks at once", async () => {
  await using web = heldWeb();
  await using server = await HookedCore.start();
  await server.set("postCreate", web.ask("ctx.after.n"));
  const names = Array.from({ length: 17 }, (_, at) => `${at}`);
  const creating = Promise.all(names.map((n) => server.create({ n })));
  await Promise.all(names.slice(0, 16).map(web.when));
  // The last one begins when one of them has ended.
  deepEqual(web.asked.includes("16"), false);
  web.answer("0");
  await web.when("16");
  for (const name of names.slice(1)) web.answer(name);
  await creating;
});

Deno.test("PostHooks runs a hook again after pauses that grow, then reports once and keeps a dead letter", async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  await using server = await HookedCore.start({ clock });
  const retry = { attempts: 3, first: 1_000, factor: 4, max: 3_000 };
  await server.set("postCreate", "ctx.log(ctx.attempt); throw new Error('down');", { retry, detached: true });
  const { id, revision } = await server.create();
  for (const pauseMs of [1_000, 3_000]) {
    await clock.timer(pauseMs);
    clock.advance(pauseMs);
  }
  await server.seen({ records: 1 });
  await server.stop();
  deepEqual(server.lines, ["1", "2", "3"]);
  deepEqual(server.records.map(({ attempt, message }) => [attempt, message]), [
    [3, "The hook postCreate of item failed: Error: down"],
  ]);
  const [letter] = (await server.hooks.dead.list()).letters;
  deepEqual([letter!.seq, letter!.instance, letter!.hook, letter!.code, letter!.attempts], [
    revision,
    id,
    "postCreate",
    "hook_failed",
    3,
  ]);
});

Deno.test("PostHooks.runAgain() runs the hook of a dead letter, and forgets it if it does not fail", async () => {
  await using server = await HookedCore.start();
  await server.set("postCreate", "throw new Error('down');");
  await server.create({ n: 1 });
  const [letter] = (await server.hooks.dead.list()).letters;
  await rejects(server.hooks.dead.runAgain(letter!.event), /failed again: Error: down/);
  equal((await server.hooks.dead.list()).letters[0]!.attempts, 2);
  await server.set("postCreate", "ctx.log(ctx.attempt, ctx.after.n);");
  await server.hooks.dead.runAgain(letter!.event);
  deepEqual(server.lines, ["3 1"]);
  deepEqual(await server.hooks.dead.list(), { letters: [], dropped: 0 });
  await rejects(server.hooks.dead.runAgain(letter!.event), /No dead letter/);
});

Deno.test("PostHooks.start() runs the hooks again that a stopped server did not finish (G7)", async () => {
  const log = new MemoryEventStorage();
  await using web = heldWeb();
  const body = `ctx.log(ctx.after.n, ctx.attempt); if (ctx.attempt === 1 && ctx.after.n === 2) { ${web.ask("2")} }`;
  const first = await HookedCore.start({ log });
  for (const hook of ["postCreate", "postUpdate"] as const) await first.set(hook, body, { detached: true });
  await first.create({ n: 1 }, "a");
  const { revision } = await first.create({ n: 2 }, "b");
  await web.when("2");
  await first.write({ op: "update", model: "item", id: "b", data: { n: 3 } });
  await first.stop(0);
  web.answer("2");
  equal(await cursorOf(log), revision - 1);
  await using second = await HookedCore.start({ log });
  await second.seen({ lines: 2 });
  await second.stop();
  deepEqual(second.lines, ["2 2", "3 2"]);
  equal(await cursorOf(log), second.core.state.seq);
});

Deno.test("PostHooks writes the cursor at most every 200 ms, and when the server stops", async () => {
  const log = new MemoryEventStorage(), clock = new ManualClock();
  const server = await HookedCore.start({ log, clock });
  await server.set("postCreate", "");
  const { version } = (await log.getRegister("post/server"))!;
  for (let n = 0; n < 3; n++) await server.create();
  equal((await log.getRegister("post/server"))!.version, version);
  await clock.timer(200);
  clock.advance(200);
  await server.create();
  await server.stop();
  equal(await cursorOf(log), server.core.state.seq);
  const { version: last } = (await log.getRegister("post/server"))!;
  deepEqual(last - version, 2);
});

Deno.test("a change of a hook has hooks of its own, five deep", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "return { ...ctx.after, checked: true };", {}, "note");
  await server.set("postCreate", "await ctx.create('note', { n: 1 });");
  await server.set("postCreate", "await ctx.create('note', { n: ctx.after.n + 1 });", {}, "note");
  await server.create();
  await server.seen({ records: 1 });
  match(server.records[0]!.message, /NotAllowed: At most 5 changes of hooks may cause each other/);
  deepEqual(await server.all(), [1, 2, 3, 4, 5].map((n) => ({ n, checked: true })));
});

Deno.test("sixteen hooks that write share one process with the hooks of their changes", async () => {
  await using server = await HookedCore.start({ processes: 1 });
  await server.set("preCreate", "return { ...ctx.after, checked: true };", {}, "note");
  await server.set("postCreate", "await ctx.create('note', {});");
  await Promise.all(Array.from({ length: 16 }, () => server.create()));
  equal(server.records.length, 0);
  equal((await server.all()).length, 16);
});

Deno.test("PostHooks.close() runs what waits, and leaves what is in a pause to the next start", async () => {
  const log = new MemoryEventStorage(), clock = new ManualClock();
  await using web = heldWeb();
  const server = await HookedCore.start({ log, clock });
  const retry = { attempts: 2, first: 60_000, factor: 1, max: 60_000 };
  await server.set("postCreate", `${web.ask("ctx.after.n")} if (ctx.after.n === 1) throw new Error('later');`, {
    retry,
    detached: true,
  });
  const { revision } = await server.create({ n: 1 });
  await web.when("1");
  web.answer("1");
  await clock.timer(60_000);
  await server.create({ n: 2 });
  await web.when("2");
  const stopping = server.stop();
  web.answer("2");
  await stopping;
  equal(await cursorOf(log), revision - 1);
  equal(server.records.length, 0);
});

Deno.test("PostHooks.applied() runs the hooks of a change whose client got no answer", async () => {
  const log = new MemoryEventStorage(), append = log.append.bind(log);
  let isLost = false;
  log.append = async (...args) => {
    const result = await append(...args);
    if (isLost) throw new StorageError("unavailable", "the answer is lost");
    return result;
  };
  await using server = await HookedCore.start({ log, patienceMs: 50 });
  await server.set("postCreate", "ctx.log(ctx.after.n, ctx.attempt);");
  isLost = true;
  await rejects(server.create({ n: 1 }), { code: "timeout" });
  isLost = false;
  await server.seen({ lines: 1 });
  deepEqual(server.lines, ["1 1"]);
  await server.stop();
  equal(await cursorOf(log), server.core.state.seq);
});
