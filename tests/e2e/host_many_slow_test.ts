import { equal, ok } from "node:assert/strict";
import { Host } from "@fluxwire/host";
import { isAlive, MOCK, serviceOf } from "./host_services.ts";

const DRIVERS = 50;

Deno.test("50 drivers on one host start, answer, and stop", async () => {
  const services = Array.from({ length: DRIVERS }, () => serviceOf(MOCK, { startupTimeoutMs: 20_000 }));
  await using host = new Host(services);
  const startMs = performance.now();
  await host.start();
  const startedMs = performance.now();
  const clients = await Promise.all(services.map(({ socketId }) => host.connect(socketId)));
  await Promise.all(clients.map(async (client) => {
    const session = await client.open({ endpoint: "localhost:8080" });
    const { rows } = await session.execute({ sql: "SELECT * FROM mockdb" });
    equal(rows.length, 4);
  }));
  const answeredMs = performance.now();
  const { services: statuses } = await host.status();
  const statusMs = performance.now();
  for (const { state, sessions, restarts } of statuses) {
    equal(`${state} ${sessions} ${restarts}`, "ready 1 0");
  }
  const pids = statuses.map(({ pid }) => pid!);
  equal(new Set(pids).size, DRIVERS);

  await host.stop();
  const stoppedMs = performance.now();
  ok(!pids.some(isAlive));
  const took = { start: startedMs - startMs, calls: answeredMs - startedMs, status: statusMs - answeredMs };
  const times = Object.entries({ ...took, stop: stoppedMs - statusMs }).map(([step, ms]) =>
    `${step} ${ms.toFixed(0)} ms`
  );
  console.log(`${DRIVERS} drivers: ${times.join(", ")}`);
});
