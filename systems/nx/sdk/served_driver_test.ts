import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { serve } from "@fluxwire/grpc";
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import { ServedHost } from "../host/serve_host.ts";
import { defineChild, defineDevice, defineHub, type Driver, Type } from "../mod.ts";
import { Publisher } from "../publish/publisher.ts";
import { hostProxy } from "../rpc/host_proxy.ts";
import { hubGateway } from "../rpc/hub_gateway.ts";
import { CHILD, HUB, instancesOf } from "../rpc/testing/house.ts";
import type { HubProxy } from "./context.ts";
import { ServedDriver } from "./served_driver.ts";

const BASE = { name: "Test", version: "1.0.0", protocols: ["IP"], config: Type.Unknown() } as const;
const device = () => ({ externalDeviceKey: "k", displayName: "D" });

/** Hosts on one socket, one after the other. */
class Place implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "nx-sdk-" });
  readonly #running: (AsyncDisposable | { stop(): Promise<void> })[] = [];

  async host(): Promise<ServedHost> {
    const host = await ServedHost.listen(instancesOf(), {
      folders: { driversDir: this.folder, outDir: `${this.folder}/run` },
      socketPath: `${this.folder}/host.sock`,
      publisher: new Publisher([]),
      requireToken: false,
      logFolder: null,
      onNote: () => {},
    });
    this.#running.push(host);
    return host;
  }

  async driver(
    driver: Driver,
    deviceId: string,
    config: unknown = {},
    token: string | null = null,
  ): Promise<ServedDriver> {
    const address = `unix:///${this.folder}/host.sock`;
    const served = await ServedDriver.create(driver, {
      deviceId,
      config,
      address,
      token,
      clock: SYSTEM_CLOCK,
      onStop: () => {},
    });
    this.#running.push(served);
    await served.start();
    return served;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.#running.toReversed()) {
      await (Symbol.asyncDispose in one ? one[Symbol.asyncDispose]() : one.stop());
    }
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 60_000; !isSo();) {
    if (performance.now() > deadline) throw new Error("It does not become so");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A child that lets the test use its hub. */
function childWith(take: (hub: HubProxy) => void): Driver {
  return defineChild({ ...BASE, id: "com.example.child-1", device, start: ({ hub }) => take(hub) });
}

Deno.test("a hub registers again, and a child's calls fail at once, while the host is away", async () => {
  await using place = new Place();
  const hub = defineHub({
    ...BASE,
    id: "com.example.hub-1",
    device,
    proxy: ({ childRef, json }) => [childRef, json()],
  });
  const first = await place.host();
  await place.driver(hub, HUB);
  let proxy!: HubProxy;
  await place.driver(childWith((hub) => proxy = hub), CHILD, { hub_device_id: HUB, child_ref: "lamp" });
  const command = () => proxy.command("power", true, { waitMs: 30_000 });
  deepStrictEqual(await command(), ["lamp", true]);
  await first.stop();
  await rejects(command(), { name: "NxError", code: "HostUnavailable" });
  const second = await place.host();
  await until(() => second.host.router.route(HUB)!.session !== null);
  let answer: unknown = null;
  for (const deadline = performance.now() + 60_000; answer === null && performance.now() < deadline;) {
    answer = await command().catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  deepStrictEqual(answer, ["lamp", true]);
});

Deno.test("a driver goes on with a host that knows routing only", async () => {
  await using place = new Place();
  const full = await place.host();
  const address = `unix:${place.folder}/small.sock`;
  const small = await serve({ address, services: [hostProxy(full.host), hubGateway(full.host)] });
  const hub = defineHub({ ...BASE, id: "com.example.hub-1", device, proxy: () => "done" });
  const launch = full.host.launches.begin(instancesOf()[0]!);
  const served = await ServedDriver.create(hub, {
    deviceId: HUB,
    config: {},
    address: `unix:///${place.folder}/small.sock`,
    token: launch.token,
    clock: SYSTEM_CLOCK,
    onStop: () => {},
  });
  await served.start();
  await until(() => full.host.router.route(HUB)!.session !== null);
  strictEqual(full.host.router.route(HUB)!.session?.isSure, true);
  await served.stop();
  await small.stop();
});

Deno.test("a driver starts without a host, and stops", async () => {
  const started: string[] = [];
  const driver = defineDevice({ ...BASE, id: "d", device, start: ({ deviceId }) => void started.push(deviceId) });
  const served = await ServedDriver.create(driver, {
    deviceId: "lamp",
    config: {},
    address: null,
    token: null,
    clock: SYSTEM_CLOCK,
    onStop: () => {},
  });
  await served.start();
  deepStrictEqual(started, ["lamp"]);
  await served.stop();
  await served.stop();
});
