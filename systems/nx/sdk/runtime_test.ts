import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { defineChild, defineDevice, defineHub, type Driver, NxError, Type } from "../mod.ts";
import { contractFaults, ManualClock, TestDriver } from "../testing/mod.ts";

const BASE = { name: "Test", version: "1.0.0", protocols: ["IP"] } as const;

/** A hub that remembers what it was asked for, and answers when the test says. */
function hubOf(proxy: (childRef: string, endpointKey: string, value: unknown) => unknown): Driver {
  return defineHub({
    ...BASE,
    id: "com.example.hub",
    config: Type.Object({}),
    device: () => ({ externalDeviceKey: "hub", displayName: "Hub" }),
    proxy: ({ childRef, endpointKey, json }) => proxy(childRef, endpointKey, json()),
  });
}

const RELAY = defineDevice({
  ...BASE,
  id: "com.example.relay",
  config: Type.Object({ ip: Type.String(), port: Type.Integer({ default: 80 }) }),
  device: ({ config }) => ({ externalDeviceKey: `ip:${config.ip}:${config.port}`, displayName: "Relay" }),
  endpoints: {
    power: {
      name: "Power",
      value: Type.Boolean(),
      handle: async (on, { publish }) => {
        await publish.state({ power: on });
        return { power: on };
      },
    },
    bytes: { name: "Bytes", handle: () => Uint8Array.of(0xff) },
    quiet: { name: "Quiet", handle: () => {} },
  },
});

const LAMP = defineChild({
  ...BASE,
  id: "com.example.lamp",
  config: Type.Object({ hub_device_id: Type.Optional(Type.String()), child_ref: Type.Optional(Type.String()) }),
  device: () => ({ externalDeviceKey: "lamp", displayName: "Lamp" }),
  endpoints: { power: { name: "Power", value: Type.Boolean(), handle: (on, { hub }) => hub.command("power", on) } },
  onHubEvent: ({ type, payload }, { publish }) => publish.event(type, payload),
});
const BOUND = { hub_device_id: "hub", child_ref: "lamp" };

Deno.test("routing 5: commands of one child run one after the other, those of different children side by side", async () => {
  const gates = new Map<string, PromiseWithResolvers<void>>(), begun: string[] = [];
  await using hub = await TestDriver.start(hubOf(async (childRef, endpointKey) => {
    const name = `${childRef}/${endpointKey}`;
    begun.push(name);
    gates.set(name, Promise.withResolvers());
    await gates.get(name)!.promise;
    return name;
  }));
  const calls = [hub.proxy("a", "1"), hub.proxy("a", "2"), hub.proxy("b", "1")];
  await new Promise((resolve) => setTimeout(resolve, 0));
  deepStrictEqual(begun, ["a/1", "b/1"]);
  gates.get("a/1")!.resolve();
  strictEqual((await calls[0]!).data, "a/1");
  await new Promise((resolve) => setTimeout(resolve, 0));
  deepStrictEqual(begun, ["a/1", "b/1", "a/2"]);
  gates.get("a/2")!.resolve();
  gates.get("b/1")!.resolve();
  deepStrictEqual((await Promise.all(calls)).map(({ data }) => data), ["a/1", "a/2", "b/1"]);
});

Deno.test("result: NotFound, unknown endpoint", async () => {
  await using relay = await TestDriver.start(RELAY, { config: { ip: "10.0.0.1" } });
  const expected = { success: false, message: "unknown endpoint", data: undefined, code: "NotFound" };
  deepStrictEqual(await relay.command("volume", 1), expected);
  deepStrictEqual(await relay.command("constructor", 1), expected);
  await using hub = await TestDriver.start(hubOf(() => {
    throw new NxError("NotFound", "unknown endpoint");
  }));
  deepStrictEqual(await hub.proxy("a", "volume"), expected);
});

Deno.test("result: InvalidArgument, invalid payload", async () => {
  await using relay = await TestDriver.start(RELAY, { config: { ip: "10.0.0.1" } });
  const expected = { success: false, message: "invalid payload", data: undefined, code: "InvalidArgument" };
  for (const payload of ["on", 1, null, undefined, new TextEncoder().encode("{"), Uint8Array.of(0xff)]) {
    deepStrictEqual(await relay.command("power", payload), expected);
  }
  await using hub = await TestDriver.start(hubOf(() => "ok"));
  deepStrictEqual(await hub.proxy("a", "power", new TextEncoder().encode("{")), expected);
});

Deno.test("result: HubUnavailable, hub not bound", async () => {
  await using lamp = await TestDriver.start(LAMP);
  deepStrictEqual(await lamp.command("power", true), {
    success: false,
    message: "hub not bound",
    data: undefined,
    code: "HubUnavailable",
  });
  lamp.hub.isConnected = false;
  deepStrictEqual(await lamp.health(), { status: "DEGRADED", details: { hub: "hub not bound" } });
});

Deno.test("result: Failed, its text", async () => {
  await using hub = await TestDriver.start(hubOf((_, endpointKey) => {
    throw endpointKey === "error" ? new Error("the bus is stuck") : "a text";
  }));
  deepStrictEqual(
    (await Promise.all([hub.proxy("a", "error"), hub.proxy("b", "text")])).map(({ success, message, code }) => {
      return [success, message, code];
    }),
    [[false, "the bus is stuck", "Failed"], [false, "a text", "Failed"]],
  );
});

Deno.test("TestDriver.command() answers with what the handler returns", async () => {
  await using relay = await TestDriver.start(RELAY, { config: { ip: "10.0.0.1" } });
  deepStrictEqual(await relay.command("power", true), {
    success: true,
    message: "ok",
    data: { power: true },
    code: "",
  });
  deepStrictEqual(relay.state, { power: true });
  deepStrictEqual((await relay.command("bytes")).data, Uint8Array.of(0xff));
  deepStrictEqual((await relay.command("quiet")).data, undefined);
});

Deno.test("a driver publishes its device, endpoints and variables before its start, with defaults filled in", async () => {
  await using relay = await TestDriver.start(RELAY, { config: { ip: "10.0.0.1" } });
  deepStrictEqual(relay.published.map(({ call }) => call), ["device", "endpoints", "variables"]);
  const device = relay.published[0]!.value as Record<string, unknown>;
  deepStrictEqual([device["externalDeviceKey"], device["driverId"]], ["ip:10.0.0.1:80", "com.example.relay"]);
});

Deno.test("a configuration that breaks its schema is refused with every fault", async () => {
  await rejects(TestDriver.start(RELAY, { config: { port: "x" } }), {
    name: "ConfigError",
    message: "Cannot use the configuration: / must have required properties ip; /port must be integer",
  });
});

Deno.test("a child passes commands on, and takes events of its hub", async () => {
  await using lamp = await TestDriver.start(LAMP, { config: BOUND });
  lamp.hub.answer("power", (on) => ({ on }));
  deepStrictEqual((await lamp.command("power", true)).data, { on: true });
  deepStrictEqual(lamp.hub.calls, [{ endpointKey: "power", value: true }]);
  await lamp.hubEvent("power_changed", { on: false });
  deepStrictEqual(lamp.published.at(-1), { call: "event", key: "power_changed", value: { on: false } });
  lamp.hub.isConnected = false;
  strictEqual((await lamp.command("power", true)).message, "hub not connected");
});

Deno.test("a poll runs again and again, never twice at once, and its failures end nothing", async () => {
  const clock = new ManualClock();
  let count = 0;
  const driver = defineDevice({
    ...BASE,
    id: "com.example.poll",
    config: Type.Object({}),
    device: () => ({ externalDeviceKey: "p", displayName: "P" }),
    poll: {
      everyMs: 1_000,
      run: () => {
        count++;
        throw new Error("no answer");
      },
    },
  });
  const test = await TestDriver.start(driver, { clock });
  for (let i = 1; i <= 3; i++) {
    await clock.timer(1_000);
    clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 0));
    strictEqual(count, i);
  }
  deepStrictEqual(test.logged[0], { level: "error", message: "poll has failed", fields: { error: "no answer" } });
  await test.stop();
  strictEqual(clock.timers.size, 0);
});

Deno.test("a handler's signal aborts when the command is given up, and when the driver ends", async () => {
  const reasons: unknown[] = [];
  const driver = defineDevice({
    ...BASE,
    id: "com.example.slow",
    config: Type.Object({}),
    device: () => ({ externalDeviceKey: "s", displayName: "S" }),
    endpoints: {
      wait: {
        name: "Wait",
        handle: (_, { signal }) =>
          new Promise((_, reject) =>
            signal.addEventListener("abort", () => {
              reasons.push(signal.reason);
              reject(signal.reason);
            }, { once: true })
          ),
      },
    },
  });
  const test = await TestDriver.start(driver), caller = new AbortController();
  const [first, second] = [test.command("wait", null, caller.signal), test.command("wait")];
  caller.abort(new Error("given up"));
  strictEqual((await first).message, "given up");
  await test.stop();
  strictEqual((await second).code, "Cancelled");
  strictEqual(reasons.length, 2);
});

Deno.test("a hub tells what it finds by the names of the wire", async () => {
  const driver = defineHub({
    ...BASE,
    id: "com.example.finder",
    config: Type.Object({}),
    device: () => ({ externalDeviceKey: "f", displayName: "F" }),
    discoverChildren: () => [{ childRef: "lamp", protocol: "ZIGBEE", signal: 90 }],
    proxy: () => null,
  });
  await using hub = await TestDriver.start(driver);
  deepStrictEqual((await hub.discover()).data, [{
    Protocol: "ZIGBEE",
    ChildRef: "lamp",
    Manufacturer: "",
    Model: "",
    Firmware: "",
    Fingerprint: "",
    Signal: 90,
  }]);
  await using other = await TestDriver.start(hubOf(() => null));
  deepStrictEqual((await other.discover()).data, []);
});

Deno.test("contractFaults() finds nothing wrong with drivers that keep to the contract, and says what is", async () => {
  deepStrictEqual(await contractFaults({ driver: RELAY, config: { ip: "10.0.0.1" }, badConfig: { ip: 7 } }), []);
  deepStrictEqual(await contractFaults({ driver: LAMP, config: BOUND, badConfig: { child_ref: 7 } }), []);
  let count = 0;
  const odd = defineDevice({
    ...BASE,
    id: "com.example.odd",
    config: Type.Object({}),
    device: () => ({ externalDeviceKey: `k${count++}`, displayName: "Odd" }),
    endpoints: { any: { name: "Any", value: Type.Unknown(), handle: () => "taken" } },
    stop: () => {},
  });
  const faults = await contractFaults({ driver: odd, config: {}, badConfig: {} });
  deepStrictEqual(faults, [
    "it is the same device each time: its externalDeviceKey was k0, then k1",
    "it refuses a configuration that it cannot use: it takes the configuration",
    "a payload that breaks an endpoint's value schema is refused, and so is what is no JSON: any answers true, ok, ",
  ]);
  ok(count > 0);
});
