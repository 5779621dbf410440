import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { connect, implement, serve } from "./mod.ts";
import { ECHO, ECHO_HANDLERS } from "./testing/echo.ts";

/** Both ends of a connection that is idle, with what the system and Deno keep for it. */
const MAX_BYTES_EACH = 120_000;
const COUNT = 1_000;

Deno.test("1,000 idle connections cost little, answer still, and those above maxConnections are closed", async () => {
  const folder = await Deno.makeTempDir();
  const server = await serve({
    address: `unix:${folder}/echo.sock`,
    services: [implement(ECHO, ECHO_HANDLERS)],
    limits: { maxConnections: COUNT },
  });
  const before = Deno.memoryUsage().rss;
  const channels = [];
  while (channels.length < COUNT) channels.push(await connect(server.address!));
  equal(server.connections, COUNT);
  ok((Deno.memoryUsage().rss - before) / COUNT < MAX_BYTES_EACH);
  await rejects(connect(server.address!), { code: "ConnectionClosed" });
  const answers = await Promise.all(channels.map((channel, at) => channel.client(ECHO).say(`${at}`)));
  deepEqual(answers, Array.from({ length: COUNT }, (_, at) => `${at}`));
  await Promise.all(channels.map((channel) => channel.close()));
  await server.stop();
  equal(server.connections, 0);
  await Deno.remove(folder, { recursive: true });
});
