import { deepStrictEqual, equal, match, throws } from "node:assert/strict";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { Refusal } from "../commit/refusal.ts";
import { OpenAnswers } from "./open_answers.ts";
import { refused } from "./testing/refused.ts";
import { type Got, Served } from "./testing/served.ts";
import { SseReader } from "./testing/sse.ts";

Deno.test("OpenAnswers counts the answers of each client, and gives a place back once", () => {
  const open = new OpenAnswers(2), first = open.take("a");
  open.take("a");
  throws(() => open.take("a"), Refusal);
  open.take("b");
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  open.take("a");
  throws(() => open.take("a"), Refusal);
});

interface Client {
  readonly key?: string;
  readonly from?: string;
}

const CONFIG = `trusted-proxies = ["127.0.0.1"]\n${REQUIRED}[limits]\nstreams-per-client = 2\n`;
const STREAM = { accept: "text/event-stream" };

function headersOf({ key, from = "192.0.2.1" }: Client): Record<string, string> {
  return { "x-forwarded-for": from, ...key !== undefined && { authorization: `Bearer ${key}` } };
}

function isFull(got: Got): void {
  deepStrictEqual(refused(got, 429, "rate"), { limit: 2, setting: "limits.streams-per-client" });
  match(got.text, /raise limits\.streams-per-client/);
  equal(got.headers.get("retry-after"), "5");
}

Deno.test("a client has no more streams and waiting pages than its setting says: each key on all its addresses, and each address", async () => {
  await using server = await Served.start({ config: CONFIG });
  await server.define("post", {}, { rules: { subscribe: "public" } });
  await server.create("post", {});
  const [ann, bob] = [await keyFor(server, "ann"), await keyFor(server, "bob")];
  const open = (client: Client) => SseReader.open(`${server.serving.url}/events`, headersOf(client));
  const ask = (client: Client, path: string, headers = {}) =>
    server.ask(path, { headers: { ...headersOf(client), ...headers } });
  await using opened = new AsyncDisposableStack();
  for (const client of [{}, { from: "192.0.2.2" }, { key: ann }, { key: bob }]) {
    const first = opened.use(await open(client));
    opened.use(await open(client));
    const again = client.key === undefined ? client : { ...client, from: "192.0.2.3" };
    isFull(await ask(again, "/events", STREAM));
    isFull(await ask(again, "/events?wait=30s"));
    equal((await ask(again, "/events?limit=1&since=0&wait=30s")).status, 200, "a page that need not wait");
    equal((await ask(again, "/events")).status, 200, "a page that may not wait");
    await first[Symbol.asyncDispose]();
    // The server hears of the end of a stream a moment later.
    let another: SseReader | null = null;
    while (another === null) another = await open(again).catch(() => null);
    opened.use(another);
  }
});

Deno.test("a page that waits is one of its client's answers until it has come", async () => {
  await using server = await Served.start({ config: CONFIG });
  await server.define("post", {}, { rules: { subscribe: "public" } });
  await using stream = await SseReader.open(`${server.serving.url}/events`, headersOf({}));
  const headers = headersOf({}), page = () => server.ask("/events?wait=60s", { headers });
  // One of the two takes the last place; the other is refused at once.
  const pages = [page(), page()], first = await Promise.race(pages);
  isFull(first);
  await server.create("post", {});
  const statuses = (await Promise.all(pages)).map(({ status }) => status);
  deepStrictEqual(statuses.sort(), [200, 429]);
  equal((await stream.next())!.event, "instance.created");
  equal((await server.ask("/events?wait=1ms", { headers })).status, 200);
});
