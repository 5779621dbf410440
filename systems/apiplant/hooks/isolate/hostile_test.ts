/** Hooks that lie in the frames: with all globals left, so that they can write any bytes to stdout. */
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { createBroker } from "../broker/broker.ts";
import type { HookReads } from "../runner.ts";
import { Isolate, type IsolateCall, type IsolateSettings } from "./isolate.ts";
import type { CallEnd } from "./message.ts";
import { ISOLATE_SETTINGS } from "../testing/isolate_settings.ts";

const SETTINGS: IsolateSettings = { ...ISOLATE_SETTINGS, hasRemovals: false };
const READS: HookReads = { get: () => Promise.resolve(null), list: () => Promise.reject(new Error("not asked")) };

/** Writes raw bytes, a body with its length, or a message. */
const LIAR = `
const utf8 = new TextEncoder();
const write = (bytes) => { for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at)); };
const frame = (body) => {
  const bytes = typeof body === "string" ? utf8.encode(body) : body, all = new Uint8Array(4 + bytes.length);
  new DataView(all.buffer).setUint32(0, bytes.length);
  all.set(bytes, 4);
  write(all);
};
const send = (message) => frame(JSON.stringify(message));
const never = () => new Promise(() => {});
`;

/** Runs a body in which the call's number is 1. */
async function end(body: string, changes: Partial<IsolateCall> = {}): Promise<CallEnd> {
  const text = `${LIAR} export async function preCreate(ctx) { ${body} }`;
  const isolate = await Isolate.start(SETTINGS, { language: "js", text });
  try {
    return await isolate.call({
      hook: "preCreate",
      phase: "pre",
      context: {},
      timeoutMs: 10_000,
      answer: createBroker({ reads: READS, log: () => {}, effects: null }),
      signal: new AbortController().signal,
      ...changes,
    });
  } finally {
    await isolate.end();
  }
}

const FORGED: readonly (readonly [name: string, body: string, reason: RegExp])[] = [
  ["a frame of 4 GiB", "write(new Uint8Array(4).fill(255));", /length 4294967295 exceeds 2097152 bytes/],
  ["a frame of 2 MiB and a byte", "frame(new Uint8Array((2 << 20) + 1));", /length 2097153 exceeds/],
  ["text that is no frame", "write(utf8.encode('hello, server'));", /exceeds 2097152 bytes/],
  ["a body that is not JSON", "frame('{');", /it is not JSON in UTF-8/],
  ["an empty body", "frame('');", /it is not JSON in UTF-8/],
  ["a body that is not UTF-8", "frame(new Uint8Array([34, 255, 34]));", /it is not JSON in UTF-8/],
  ["a body that is nested too deep", "frame('['.repeat(1 << 20));", /it is not JSON in UTF-8/],
  ["a body that is no object", "send([1]);", /it is not an object/],
  ["an unknown type", "send({ type: 'exec', call: 1 });", /its type is unknown/],
  ["a number in place of a text", "send({ type: 'ask', call: 1, question: 1, op: 1, args: [] });", /op is not a text/],
  [
    "an object in place of a list",
    "send({ type: 'ask', call: 1, question: 1, op: 'get', args: {} });",
    /args is not a list/,
  ],
  ["a text in place of a call", "send({ type: 'done', call: '1' });", /call is not an integer/],
  ["an integer that no double holds", 'frame(\'{"type":"done","call":9007199254740993}\');', /call is not an integer/],
  [
    "a flood about unknown calls",
    "for (let i = 2; i < 3000; i++) send({ type: 'done', call: i });",
    /more than 1000 frames/,
  ],
  ["a flood of what starts", "for (let i = 0; i < 3000; i++) send({ type: 'ready' });", /more than 1000 frames/],
  [
    "more than 100 questions",
    "for (let i = 0; i < 101; i++) send({ type: 'ask', call: 1, question: i, op: 'get', args: ['m', 'i'] });",
    /asked more than 100 times/,
  ],
  [
    "questions of more than 1 MiB",
    "for (let i = 0; i < 2; i++) send({ type: 'ask', call: 1, question: i, op: 'log', args: ['x'.repeat(600000)] });",
    /the questions of a call exceed 1048576 bytes/,
  ],
];

for (const [name, body, reason] of FORGED) {
  Deno.test(`an isolate that sends ${name} is ended`, async () => {
    await rejects(end(`${body} await never();`), (error: Error) => {
      equal(error.name, "IsolateLost");
      match(error.message, reason);
      return true;
    });
  });
}

Deno.test("an isolate's frames about calls that do not run are dropped", async () => {
  const body = "for (let i = 2; i < 500; i++) { send({ type: 'done', call: i, value: 'forged' }); } return 1;";
  deepEqual(await end(body), { type: "done", value: 1 });
});

Deno.test("an isolate's second end of a call is dropped", async () => {
  deepEqual(await end("send({ type: 'done', call: 1, value: 1 }); return 2;"), { type: "done", value: 1 });
});

Deno.test("a forged question gets no more than the phase of its call allows", async () => {
  const body = `
    for (const [at, op] of ["create", "update", "patch", "delete", "fetch", "run", "constructor", "__proto__"].entries()) {
      const answer = new Promise((resolve) => answers.set(at + 50, resolve));
      send({ type: "ask", call: 1, question: at + 50, op, args: ["note", "n", {}] });
    }
    await ctx.get("m", "i");`;
  const answers: string[] = [];
  const broker = createBroker({ reads: READS, log: () => {}, effects: null });
  const answer: IsolateCall["answer"] = (question, over) =>
    broker(question, over).catch((error) => {
      answers.push(error.code);
      throw error;
    });
  await end(`const answers = new Map(); ${body}`, { answer });
  deepEqual(answers, [...Array(6).fill("not_allowed"), "malformed", "malformed"]);
});

Deno.test("a result with the name __proto__ changes no other object", async () => {
  const body = `frame('{"type":"done","call":1,"value":{"__proto__":{"polluted":true}}}'); await never();`;
  const { value } = await end(body) as { value: object };
  deepEqual(Object.keys(value), ["__proto__"]);
  equal(({} as { polluted?: boolean }).polluted, undefined);
});

Deno.test("an isolate that reads its stdin itself loses the call to its time limit", async () => {
  const body = "Deno.stdin.readSync(new Uint8Array(1 << 16)); return 1;";
  await rejects(end(body, { timeoutMs: 500 }), /ran longer than 500 ms/);
});

Deno.test("an isolate that closes its stdout loses the call to its time limit", async () => {
  await rejects(
    end("Deno.stdout.close(); await never();", { timeoutMs: 500 }),
    /ran longer than 500 ms|closed its output/,
  );
});

Deno.test("what a hook prints is no frame", async () => {
  deepEqual(await end("console.log('x'); console.info('y'); console.error('z'); return 1;"), {
    type: "done",
    value: 1,
  });
});
