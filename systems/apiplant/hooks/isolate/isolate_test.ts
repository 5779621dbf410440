import { deepEqual, equal, rejects } from "node:assert/strict";
import type { Json, JsonObject } from "../../json/json.ts";
import { parseExact } from "../../json/parse.ts";
import { stringifyExact } from "../../json/stringify.ts";
import { Isolate, type IsolateCall } from "./isolate.ts";
import type { SourceError } from "./source_error.ts";
import type { IsolateLost } from "./isolate_lost.ts";
import { ISOLATE_SETTINGS } from "../testing/isolate_settings.ts";

function start(text: string, language: "js" | "ts" = "js"): Promise<Isolate> {
  return Isolate.start(ISOLATE_SETTINGS, { language, text });
}

function call(changes: Partial<IsolateCall> = {}): IsolateCall {
  return {
    hook: "preCreate",
    phase: "pre",
    context: {},
    timeoutMs: 10_000,
    answer: () => Promise.resolve(null),
    signal: new AbortController().signal,
    ...changes,
  };
}

Deno.test("Isolate.call() gives what the hook returns, of its argument", async () => {
  const isolate = await start("export const preCreate = ({ after }) => ({ ...after, n: after.n + 1 });");
  try {
    deepEqual(isolate.functions, ["preCreate"]);
    deepEqual(await isolate.call(call({ context: { after: { n: 1 } } })), { type: "done", value: { n: 2 } });
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() keeps numbers digit for digit, both ways", async () => {
  const isolate = await start("export const preCreate = ({ after }) => ({ ...after, more: after.big + 1n });");
  try {
    const after = { big: 9007199254740993n, small: -1, float: 0.5 };
    const end = await isolate.call(call({ context: { after } }));
    deepEqual(end, { type: "done", value: { ...after, more: 9007199254740994n } });
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() keeps numbers that no double holds", async () => {
  const isolate = await start("export const preCreate = ({ after }) => after;");
  try {
    const text = '{"a":0.12345678901234567891,"b":1e400,"c":123456789012345678901234567890,"d":1.50}';
    const { value } = await isolate.call(call({ context: { after: parseExact(text) } })) as { value: Json };
    equal(stringifyExact(value), text.replace("1.50", "1.5"));
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() strips types of TypeScript", async () => {
  const isolate = await start(
    "export function preCreate(ctx: { n: number }): number { return ctx.n as number; }",
    "ts",
  );
  try {
    deepEqual(await isolate.call(call({ context: { n: 3 } })), { type: "done", value: 3 });
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() gives a veto, also if the hook catches it", async () => {
  const isolate = await start(
    "export function preCreate(ctx) { try { ctx.veto('no', { field: 'a' }); } catch {} return { changed: true }; }",
  );
  try {
    deepEqual(await isolate.call(call()), { type: "vetoed", message: "no", details: { field: "a" } });
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() gives what the hook throws, and the isolate goes on", async () => {
  const isolate = await start("export async function preCreate(ctx) { if (ctx.bad) throw new TypeError('bad'); }");
  try {
    const end = await isolate.call(call({ context: { bad: true } }));
    equal(end.type, "threw");
    if (end.type === "threw") deepEqual([end.name, end.message], ["TypeError", "bad"]);
    deepEqual(await isolate.call(call()), { type: "done", value: undefined });
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() stops waiting when its signal aborts; the hook sees that, early and late", async () => {
  const isolate = await start(
    `export async function preCreate(ctx) {
       const early = ctx.waits ? ctx.signal : null;
       await ctx.get("m", "i");
       ctx.log(early?.aborted ?? null, ctx.signal.aborted);
     }`,
  );
  try {
    for (const [waits, wanted] of [[true, "true true"], [false, "null true"]] as const) {
      const controller = new AbortController(), logged = Promise.withResolvers<unknown>();
      const released = Promise.withResolvers<null>(), asked = Promise.withResolvers<void>();
      const answer: IsolateCall["answer"] = ({ op, args }) => {
        if (op === "log") logged.resolve(args[0]);
        else asked.resolve();
        return released.promise;
      };
      const waiting = isolate.call(call({ context: { waits }, answer, signal: controller.signal }));
      await asked.promise;
      controller.abort(new Error("gone"));
      await rejects(waiting, /gone/);
      released.resolve(null);
      equal(await logged.promise, wanted);
    }
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() asks, and its questions that no code waits for are answered before it ends", async () => {
  const isolate = await start(
    "export async function preCreate(ctx) { ctx.log('a', { b: 1 }); ctx.create('m', {}); return await ctx.get('m', 'i'); }",
  );
  const asked: unknown[] = [];
  try {
    const answer: IsolateCall["answer"] = ({ op, args }) => {
      asked.push([op, args]);
      return Promise.resolve({ id: "i" } satisfies JsonObject);
    };
    deepEqual(await isolate.call(call({ answer })), { type: "done", value: { id: "i" } });
    deepEqual(asked, [["log", ['a {"b":1}']], ["create", ["m", {}]], ["get", ["m", "i"]]]);
  } finally {
    await isolate.end();
  }
});

Deno.test("Isolate.call() ends the process of a loop, and says which call is the reason", async () => {
  const isolate = await start(
    "export async function preCreate(ctx) { if (ctx.waits) await ctx.get('m', 'i'); while (true); }",
  );
  const asked = Promise.withResolvers<void>();
  const waiting = isolate.call(call({
    context: { waits: true },
    answer: () => {
      asked.resolve();
      return new Promise(() => {});
    },
  }));
  const rejected = rejects(waiting, (error: IsolateLost) => error.kind === "time" && !error.isOwn);
  await asked.promise;
  await rejects(isolate.call(call({ timeoutMs: 200 })), (error: IsolateLost) => error.kind === "time" && error.isOwn);
  await rejected;
  await isolate.lost;
  await isolate.end();
});

Deno.test("Isolate.start() says where a source is not readable", async () => {
  for (const [language, text] of [["js", "\nlet x = ;"], ["ts", "\nlet x: = 1;"]] as const) {
    await rejects(start(text, language), (error: SourceError) => /blob:.*:2:\d+/.test(error.thrown.message));
  }
});

Deno.test("Isolate.start() gives up a source that does not end loading", async () => {
  const starting = Isolate.start({ ...ISOLATE_SETTINGS, loadMs: 300 }, { language: "js", text: "while (true);" });
  await rejects(starting, (error: IsolateLost) => error.kind === "time" && /within 300 ms/.test(error.message));
});

Deno.test("Isolate.call() leaves no timers when no call runs", async () => {
  const isolate = await start(
    `let beats = 0;
     export async function preCreate(ctx) {
       if (ctx.starts) setInterval(() => beats++, 1);
       const before = beats;
       await new Promise((resolve) => setTimeout(resolve, 50, 1));
       return beats - before;
     }`,
  );
  try {
    const { value } = await isolate.call(call({ context: { starts: true } })) as { value: number };
    equal(value > 0, true);
    deepEqual(await isolate.call(call()), { type: "done", value: 0 });
  } finally {
    await isolate.end();
  }
});

Deno.test("an isolate reports a promise that a source or a hook forgot, though no other call comes", async () => {
  for (
    const text of [
      "Promise.reject('gone'); export const preCreate = () => 1;",
      "export const preCreate = () => { Promise.reject('gone'); return 1; };",
    ]
  ) {
    const { promise: printed, resolve } = Promise.withResolvers<string>();
    const isolate = await Isolate.start(ISOLATE_SETTINGS, { language: "js", text }, resolve);
    try {
      if (!text.startsWith("Promise")) deepEqual(await isolate.call(call()), { type: "done", value: 1 });
      equal(await printed, "gone");
    } finally {
      await isolate.end();
    }
  }
});

Deno.test("Isolate.lost resolves if a call left a loop behind", async () => {
  const settings = { ...ISOLATE_SETTINGS, idleMs: 200 };
  const text = "export function preCreate() { leave(); }" +
    "async function leave() { for (let at = 0; at < 99; at++) await null; while (true); }";
  const isolate = await Isolate.start(settings, { language: "js", text });
  deepEqual(await isolate.call(call({ context: { leaves: true } })), { type: "done", value: undefined });
  await isolate.lost;
  await rejects(isolate.call(call()), /does not answer, although no call runs/);
  await isolate.end();
});

Deno.test("Isolate.start() says which program cannot be started", async () => {
  const starting = Isolate.start({ ...ISOLATE_SETTINGS, deno: "/no/such/deno" }, { language: "js", text: "" });
  await rejects(
    starting,
    (error: IsolateLost) => error.kind === "ended" && /^\/no\/such\/deno cannot/.test(error.message),
  );
});

Deno.test({
  name: "an isolate's process has an empty environment and no folder; nothing of the source stands in its arguments",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const isolate = await start("export const preCreate = () => 'the-text-of-the-hook';");
    try {
      const read = (name: string) => Deno.readTextFileSync(`/proc/${isolate.pid}/${name}`);
      equal(read("environ"), "DENO_DIR=/dev/null/none\0");
      equal(Deno.readLinkSync(`/proc/${isolate.pid}/cwd`), "/");
      const given = read("cmdline").split("\0");
      equal(given.some((text) => decodeURIComponent(text).includes("the-text-of-the-hook")), false);
      deepEqual(given.filter((text) => text.startsWith("--allow")), []);
    } finally {
      await isolate.end();
    }
  },
});
