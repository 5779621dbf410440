import { deepEqual, equal, notEqual, rejects } from "node:assert/strict";
import { IsolateLost } from "./isolate_lost.ts";
import { Pool, type PoolCall } from "./pool.ts";
import { ISOLATE_SETTINGS } from "../testing/isolate_settings.ts";

/** Waits until the server answers, then loops, counts or ends. */
const SOURCE = `
let calls = 0;
export async function preCreate(ctx) {
  if (ctx.waits) await ctx.get("m", "i");
  while (ctx.loops);
  return ++calls;
}`;

function call(model: string, changes: Partial<PoolCall> = {}): PoolCall {
  return {
    key: { model, hook: "preCreate", revision: 1 },
    source: { language: "js", text: SOURCE },
    isNested: false,
    hook: "preCreate",
    phase: "pre",
    context: {},
    timeoutMs: 20_000,
    broker: () => () => Promise.resolve(null),
    signal: new AbortController().signal,
    ...changes,
  };
}

/** A call that runs until `release` is called. */
function heldCall(model: string, changes: Partial<PoolCall> = {}) {
  const asked = Promise.withResolvers<void>(), released = Promise.withResolvers<null>();
  const answer = () => {
    asked.resolve();
    return released.promise;
  };
  return {
    call: call(model, { context: { waits: true }, broker: () => answer, ...changes }),
    asked: asked.promise,
    release: () => released.resolve(null),
  };
}

async function withPool(size: number, test: (pool: Pool) => Promise<void>): Promise<void> {
  const pool = new Pool(ISOLATE_SETTINGS, size);
  try {
    await test(pool);
  } finally {
    await pool.end();
  }
}

Deno.test("Pool.run() keeps one process for a hook, and calls share its globals", () =>
  withPool(2, async (pool) => {
    deepEqual(await pool.run(call("a")), { type: "done", value: 1 });
    const pids = pool.pids;
    equal(pids.length, 1);
    deepEqual(await pool.run(call("a")), { type: "done", value: 2 });
    deepEqual(pool.pids, pids);
  }));

Deno.test("Pool.run() starts another process for another revision, and ends the older one", () =>
  withPool(2, async (pool) => {
    await pool.run(call("a"));
    const [older] = pool.pids;
    deepEqual(await pool.run(call("a", { key: { model: "a", hook: "preCreate", revision: 2 } })), {
      type: "done",
      value: 1,
    });
    equal(pool.pids.length, 1);
    notEqual(pool.pids[0], older);
  }));

Deno.test("Pool.run() puts out the process that is least recently used, never one with a running call", () =>
  withPool(2, async (pool) => {
    const held = heldCall("a"), holding = pool.run(held.call);
    await held.asked;
    await pool.run(call("b"));
    const [a, b] = pool.pids;
    await pool.run(call("c"));
    equal(pool.pids.includes(a!), true);
    equal(pool.pids.includes(b!), false);
    held.release();
    deepEqual(await holding, { type: "done", value: 1 });
  }));

Deno.test("Pool.run() waits for a free process; a nested call uses one beyond the number", () =>
  withPool(1, async (pool) => {
    const held = heldCall("a"), holding = pool.run(held.call);
    await held.asked;
    let hasWaited = true;
    const waiting = pool.run(call("b")).then((end) => (hasWaited = false, end));
    deepEqual(await pool.run(call("c", { isNested: true })), { type: "done", value: 1 });
    equal(hasWaited, true);
    held.release();
    await holding;
    deepEqual(await waiting, { type: "done", value: 1 });
    equal(pool.pids.length, 1);
  }));

Deno.test("Pool.run() runs the other calls of a process again once if one of them loops", () =>
  withPool(1, async (pool) => {
    let asked = 0;
    const first = Promise.withResolvers<void>();
    const answer = () => {
      // The first question is never answered: the process ends meanwhile.
      if (++asked > 1) return Promise.resolve(null);
      first.resolve();
      return new Promise<null>(() => {});
    };
    const other = pool.run(call("a", { context: { waits: true }, broker: () => answer }));
    await first.promise;
    const looping = pool.run(call("a", { context: { loops: true }, timeoutMs: 300 }));
    await rejects(looping, (error: unknown) => error instanceof IsolateLost && error.isOwn && error.kind === "time");
    deepEqual(await other, { type: "done", value: 1 });
    equal(asked, 2);
  }));

Deno.test("Pool.run() fails only the call that ends the process, of several", async () => {
  const source = {
    language: "js",
    text: "export async function preCreate(ctx) { await ctx.get('m', 'i'); if (ctx.ends) Deno.exit(3); return 1; }",
  } as const;
  const pool = new Pool({ ...ISOLATE_SETTINGS, hasRemovals: false }, 1);
  // All have asked before the first of them gets its answer.
  let asked = 0;
  const all = Promise.withResolvers<null>();
  const broker = () => () => {
    if (++asked >= 4) all.resolve(null);
    return all.promise;
  };
  try {
    const ends = await Promise.allSettled(
      [false, true, false, false].map((ends) => pool.run(call("a", { source, context: { ends }, broker }))),
    );
    deepEqual(ends.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled", "fulfilled"]);
  } finally {
    await pool.end();
  }
});

Deno.test("Pool.run() stops waiting when its signal aborts", () =>
  withPool(1, async (pool) => {
    const held = heldCall("a"), holding = pool.run(held.call);
    await held.asked;
    const controller = new AbortController();
    const waiting = pool.run(call("b", { signal: controller.signal }));
    controller.abort(new Error("gone"));
    await rejects(waiting, /gone/);
    held.release();
    await holding;
  }));

Deno.test("Pool.end() ends calls that run", async () => {
  const pool = new Pool(ISOLATE_SETTINGS, 1), held = heldCall("a");
  const ended = rejects(pool.run(held.call), IsolateLost);
  await held.asked;
  await pool.end();
  await ended;
  deepEqual(pool.pids, []);
});
