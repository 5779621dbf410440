import { deepStrictEqual, equal } from "node:assert/strict";
import { define, surviveFaults } from "./many/faults.ts";
import { ask, Fleet } from "./many/fleet.ts";

/** How many servers there are, and how often each fault happens; the long form of this test has more. */
const SERVERS = Number(Deno.env.get("MANY_SERVERS") ?? 2);
const ROUNDS = Number(Deno.env.get("MANY_ROUNDS") ?? 1);

Deno.test(`G1 G2 G3 G5: ${SERVERS} servers lose and repeat nothing, though they are killed, paused and cut off, and their database restarts`, async () => {
  await using fleet = await Fleet.start(SERVERS);
  await surviveFaults(fleet, ROUNDS);
});

Deno.test("G6: what one server has answered, another reads with min-seq", async () => {
  await using fleet = await Fleet.start(2);
  await define(fleet);
  for (let n = 2; n < 102; n++) {
    const [writer, reader] = n % 2 === 0 ? fleet.servers : fleet.servers.toReversed();
    const { status, headers } = await ask(writer!, "PUT", "/models/owner/instances/o", { body: { room: n } });
    equal(status, 200);
    const read = await ask(reader!, "GET", "/models/owner/instances/o", {
      headers: { "x-min-seq": headers.get("x-seq")! },
    });
    deepStrictEqual(read.body["data"], { room: n });
  }
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
