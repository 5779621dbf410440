import { equal, ok, rejects } from "node:assert/strict";
import { connect, listen } from "@fluxwire/transport";
import { adoptOrLaunch } from "./adopt.ts";
import { launch } from "./launch.ts";
import { StartError } from "@fluxwire/supervise";
import { createService, type Service } from "./service.ts";

/** The mock driver as a service, on a socket of its own. */
function mockService(changes: Partial<Service> = {}): Service {
  const socketId = `fluxwire-test-${crypto.randomUUID()}`;
  const permissions = ["--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE"];
  const module = import.meta.resolve("@fluxwire/mock-driver");
  const args = ["run", ...permissions, module, "--socket", socketId];
  return createService({ socketId, command: Deno.execPath(), args, startupTimeoutMs: 60_000, ...changes });
}

Deno.test("adoptOrLaunch() starts a driver if nothing listens, and stops it", async () => {
  const service = mockService();
  const driver = await adoptOrLaunch(service);
  ok(driver.process !== null);
  const client = await driver.connect();
  await driver.stop();
  await client.closed;
  await rejects(connect(service.socketId));
});

Deno.test("adoptOrLaunch() uses a driver that listens, and leaves it running", async () => {
  const service = mockService();
  const { command, ...options } = service;
  await using owner = await launch({ ...options, command: command! });
  const driver = await adoptOrLaunch({ ...service, command: "fluxwire-must-not-be-started" }, { token: owner.token! });
  equal(driver.process, null);
  const client = await driver.connect();
  equal(client.hello.serverName.length > 0, true);
  await driver.stop();
  equal(await client.closed, null);
  (await connect(service.socketId)).close();
  equal(await owner.process.endsWithin(0), false);
});

Deno.test("adoptOrLaunch() has nothing to start where a service has no command", async () => {
  const service = mockService({ command: null });
  await rejects(adoptOrLaunch(service), (error) => error instanceof StartError && error.code === "NotRunning");
  const listener = await listen(service.socketId);
  await using driver = await adoptOrLaunch(service);
  equal(driver.process, null);
  equal(driver.token, null);
  listener.close();
});

Deno.test("adoptOrLaunch() looks for an auth provider on its longer name", async () => {
  const service = mockService({ kind: "auth_provider", command: null });
  const listener = await listen(`dbflux-auth-provider-${service.socketId}.sock`);
  equal((await adoptOrLaunch(service)).process, null);
  listener.close();
});
