import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { wrongIn } from "../simulation/history_check.ts";
import { Client, MODELS } from "./many/client.ts";
import { ask, digestOf, eventsOf, Fleet } from "./many/fleet.ts";

/** How many servers there are, and how often each fault happens; the long form of this test has more. */
const SERVERS = Number(Deno.env.get("MANY_SERVERS") ?? 2);
const ROUNDS = Number(Deno.env.get("MANY_ROUNDS") ?? 1);
const CLIENTS = 2 * SERVERS;
/** How many answers clients get between two faults. */
const ANSWERS = 50;

/** Defines the models, and the owner of all items. */
async function define({ servers: [server] }: Fleet): Promise<number> {
  for (const body of MODELS) equal((await ask(server!, "POST", "/models", { body })).status, 201);
  const owner = { body: { room: 1 }, headers: { "if-none-match": "*" } };
  const { status, body } = await ask(server!, "PUT", "/models/owner/instances/o", owner);
  equal(status, 201);
  return Number(body["revision"]);
}

/** Counts what clients were answered. */
class Progress {
  #count = 0;
  #wanted = Infinity;
  #reached = () => {};

  readonly add = (): void => {
    if (++this.#count >= this.#wanted) this.#reached();
  };

  /** Resolves after that many further answers. */
  async further(answers: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wanted = this.#count + answers;
    this.#reached = resolve;
    await promise;
  }
}

Deno.test(`G1 G2 G3 G5: ${SERVERS} servers lose and repeat nothing, though they are killed, paused, and their database restarts`, async () => {
  await using fleet = await Fleet.start(SERVERS);
  const { servers, database } = fleet, progress = new Progress(), stop = new AbortController();
  const first = await define(fleet);
  await Promise.all(servers.map((server) => ask(server, "GET", `/?min-seq=${first}`)));
  const clients = Array.from({ length: CLIENTS }, (_, at) => new Client(`c${at}`, servers, at, progress.add));
  const running = Promise.all(clients.map((client) => client.run(stop.signal)));
  for (let round = 0; round < ROUNDS; round++) {
    const killed = servers[round % SERVERS]!, paused = servers[(round + 1) % SERVERS]!;
    await progress.further(ANSWERS);
    await killed.kill();
    await progress.further(ANSWERS);
    await killed.start();
    await progress.further(ANSWERS);
    paused.pause();
    await progress.further(ANSWERS);
    paused.resume();
    await progress.further(ANSWERS);
    await database.restart();
    await progress.further(ANSWERS);
  }
  stop.abort();
  await running;
  const heads = await Promise.all(servers.map(async (server) => Number((await ask(server, "GET", "/")).body["seq"])));
  const head = Math.max(...heads), logs = await Promise.all(servers.map((server) => eventsOf(server, head)));
  const [events] = logs, answers = clients.flatMap((one) => one.answers);
  for (const log of logs) deepStrictEqual(log, events);
  deepStrictEqual(wrongIn(events!, answers), []);
  const counted = answers.filter(({ operations: [one], outcome }) => one!.op === "update" && outcome === "made");
  const { body: owner } = await ask(servers[0]!, "GET", "/models/owner/instances/o");
  deepStrictEqual(owner["data"], { room: 1 + counted.length });
  ok(answers.some(({ code }) => code === "unique"), "clients must have raced for a slug");
  const digests = await Promise.all(servers.map((server) => digestOf(server, head)));
  equal(new Set(digests).size, 1);
  for (const server of servers) {
    const { code, log } = await server.stop();
    equal(code, 0, log);
  }
});

Deno.test("G6: what one server has answered, another reads with min-seq", async () => {
  await using fleet = await Fleet.start(2);
  await define(fleet);
  const waits: number[] = [];
  for (let n = 2; n < 102; n++) {
    const [writer, reader] = n % 2 === 0 ? fleet.servers : fleet.servers.toReversed();
    const { status, headers } = await ask(writer!, "PUT", "/models/owner/instances/o", { body: { room: n } });
    equal(status, 200);
    const since = performance.now();
    const read = await ask(reader!, "GET", "/models/owner/instances/o", {
      headers: { "x-min-seq": headers.get("x-seq")! },
    });
    waits.push(performance.now() - since);
    deepStrictEqual(read.body["data"], { room: n });
  }
  waits.sort((one, other) => one - other);
  console.log(`visible on the other server: p50 ${waits[49]!.toFixed(1)} ms, p99 ${waits[98]!.toFixed(1)} ms`);
});

Deno.test("G7: the post hooks of a server that was killed run on the other one", async () => {
  await using fleet = await Fleet.start(2);
  const [killed, heir] = fleet.servers, asked = new Set<string>(), began = Promise.withResolvers<void>();
  const ran = Promise.withResolvers<void>();
  await using web = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const [, attempt = "", item = ""] = new URL(request.url).pathname.split("/");
    if (attempt !== "1") {
      asked.add(item);
      if (asked.size === 3) ran.resolve();
      return new Response();
    }
    began.resolve();
    // The first server waits for this answer until it is killed.
    await new Promise((resolve) => request.signal.addEventListener("abort", resolve, { once: true }));
    return new Response();
  });
  const source = `export async function postCreate(ctx) {
    await ctx.fetch("http://127.0.0.1:${web.addr.port}/" + ctx.attempt + "/" + ctx.instance);
  }`;
  const hooks = { postCreate: { kind: "script", source, options: { detached: true, timeout: 60_000 } } };
  equal(
    (await ask(killed!, "POST", "/models", { body: { id: "task", fields: {}, idKind: "any", hooks } })).status,
    201,
  );
  for (const id of ["one", "two", "three"]) {
    equal((await ask(killed!, "POST", "/models/task/instances", { body: { id } })).status, 201);
  }
  await began.promise;
  await killed!.kill();
  await ran.promise;
  deepStrictEqual([...asked].sort(), ["one", "three", "two"]);
  const { code, log } = await heir!.stop();
  equal(code, 0, log);
});
