import { deepStrictEqual, equal } from "node:assert/strict";
import { define, surviveFaults } from "../../systems/apiplant/e2e/many/faults.ts";
import { ask, Fleet, type LogDatabase } from "../../systems/apiplant/e2e/many/fleet.ts";
import { NatsServer } from "./nats_server.ts";

/** How many servers there are, and how often each fault happens; the long form of this test has more. */
const isLong = Deno.args.includes("--long"), SERVERS = isLong ? 4 : 2, ROUNDS = isLong ? 20 : 1;

async function nats(): Promise<LogDatabase> {
  const server = await NatsServer.start();
  return {
    kind: "jetstream",
    target: { hostname: "127.0.0.1", port: Number(server.address.split(":")[1]) },
    settings: (near) => [`servers = "127.0.0.1:${near}"`, `monitor = "${server.monitor}"`],
    restart: () => server.restart(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

Deno.test(`G1 G2 G3 G5: ${SERVERS} servers on one stream lose and repeat nothing, though they are killed, paused and cut off, and NATS restarts`, async () => {
  await using fleet = await Fleet.start(SERVERS, nats);
  await surviveFaults(fleet, ROUNDS);
});

Deno.test("G6: what one server has answered, another on the same stream reads with min-seq", async () => {
  await using fleet = await Fleet.start(2, nats);
  await define(fleet);
  for (let n = 2; n < 102; n++) {
    const [writer, reader] = n % 2 === 0 ? fleet.servers : fleet.servers.toReversed();
    const { status, headers } = await ask(writer!, "PUT", "/models/owner/instances/o", { body: { room: n } });
    equal(status, 200);
    const wanted = { "x-min-seq": headers.get("x-seq")! };
    const read = await ask(reader!, "GET", "/models/owner/instances/o", { headers: wanted });
    deepStrictEqual(read.body["data"], { room: n });
  }
});
