import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { HostPlace, processesWith, type RunningHost } from "../../systems/nx/e2e/host_process.ts";
import { built } from "./built.ts";
import { type Drivers, foreignDrivers, ourDrivers } from "./nx/drivers.ts";

const HUB = "11111111-1111-1111-1111-111111111111", CHILD = "22222222-2222-2222-2222-222222222222";
const HUNDRED = 100;
/** How soon a caller hears that its hub was killed, in milliseconds; a busy machine has this much, others are below 100. */
const PATIENCE_MS = 2_000;

/** The steps that a pair can take. */
function stepsOf(hub: Drivers, child: Drivers): string[] {
  return [
    ...["power", "sizes", "cancel"],
    ...(child.closes ? ["channels"] : []),
    ...(hub.closes ? ["sessions"] : []),
    "hundred",
  ];
}

/** Starts a host that launches both. */
function start(place: HostPlace, { hub, child }: { hub: Drivers; child: Drivers }): RunningHost {
  place.driver("hub", hub.hub);
  place.driver("child", child.child);
  const config = { hub_device_id: HUB, child_ref: "child-001", steps: stepsOf(hub, child) };
  const hubLimits = { start_timeout_ms: 60_000, proxy_timeout_ms: 60_000 };
  place.instances([
    {
      ...{ instance_id: "hub-1", device_id: HUB, driver_id: "com.example.hub", driver_type: "HUB", binary: "hub" },
      ...{ config: {}, fluxwire: hubLimits },
    },
    {
      ...{ instance_id: "child-1", device_id: CHILD, driver_id: "com.example.child", driver_type: "CHILD" },
      ...{ binary: "child", config, fluxwire: { start_timeout_ms: 60_000 } },
    },
  ]);
  return place.start([...place.flags, "-require_token", "-publisher", "noop", "-log_level", "debug"]);
}

interface Status {
  services: { pid: number; hub: { inFlight: number; waiting: number } }[];
}

/** Kills the hub once all calls are at the host; gives how long after it the last of them has ended, in milliseconds. */
async function killHub(place: HostPlace, host: RunningHost): Promise<number> {
  for (;;) {
    const { value } = await place.json("status", "hub-1");
    const [{ pid, hub }] = (value as Status).services as [Status["services"][0]];
    if (hub.inFlight + hub.waiting < HUNDRED) continue;
    const killedAt = Date.now();
    Deno.kill(pid, "SIGKILL");
    const line = await host.line("child-1 stdout: the last has ended at ");
    return Number(line.split(" ").at(-1)) - killedAt;
  }
}

const ours = ourDrivers(), foreign = await foreignDrivers();
const pairs = [ours, ...foreign].flatMap((hub) => [ours, ...foreign].map((child) => ({ hub, child })))
  .filter(({ hub, child }) => hub !== ours || child !== ours);

for (const { hub, child } of pairs) {
  Deno.test(`a hub by ${hub.name} and a child by ${child.name}: every step, 20 closes, and the hub killed`, async () => {
    await using place = new HostPlace();
    const host = start(place, { hub, child });
    for (const step of stepsOf(hub, child).filter((step) => step !== "hundred")) {
      const line = await host.line(`child-1 stdout: step ${step} `);
      ok(line.endsWith(` step ${step} is done`), line);
    }
    const failures = host.lines.filter((line) => line.includes(" failed: ") && !line.includes("A command failed: "));
    deepStrictEqual(failures, []);
    const toldMs = await killHub(place, host);
    const line = await host.line("child-1 stdout: step hundred ");
    ok(line.endsWith(" is done"), line);
    console.log(`a hub by ${hub.name} was killed: ${HUNDRED} calls by ${child.name} had ended after ${toldMs} ms`);
    ok(toldMs < PATIENCE_MS, `${toldMs} ms`);
    strictEqual(await host.end("SIGTERM"), 0);
    deepStrictEqual(processesWith(place.folder), []);
  });
}

for (const { name, hub } of foreign) {
  Deno.test(`a hub by ${name} keeps to the contract as far as it can be seen from outside`, async () => {
    await using place = new HostPlace();
    place.driver("hub", hub);
    const entry = { instance_id: "hub-1", device_id: HUB, driver_id: "com.example.hub", driver_type: "HUB" };
    place.instances([{ ...entry, binary: "hub", config: {}, fluxwire: { start_timeout_ms: 60_000 } }]);
    const host = place.start([...place.flags, "-require_token", "-publisher", "noop"]);
    await host.line("hub-1 host: Ready as process");
    // It is the same device at each launch: with the token of a launch a hub can register as no other.
    const proxied = async () => {
      const { code, value } = await place.json("proxy", HUB, "child-001", "power", "true");
      return [code, (value as { success: boolean }).success];
    };
    deepStrictEqual(await proxied(), [0, true]);
    strictEqual((await place.ask("restart", "hub-1")).code, 0);
    deepStrictEqual(await proxied(), [0, true]);
    // It has declared no endpoint of its own.
    const { code, value } = await place.json("command", "hub-1", "no-such-endpoint", "true");
    deepStrictEqual([code, (value as { error: { code: string } }).error.code], [2, "NoSession"]);
    const stops = await Promise.all([place.ask("stop", "hub-1"), place.ask("stop", "hub-1")]);
    deepStrictEqual([...stops, await place.ask("stop", "hub-1")].map(({ code }) => code), [0, 0, 0]);
    deepStrictEqual(processesWith(`${place.folder}/run/hub-1`), []);
    strictEqual(await host.end("SIGTERM"), 0);
  });
}

Deno.test("a hub and a child in Go whose messages are plain structs with field tags", async () => {
  await using place = new HostPlace();
  const go = await built("go-nx");
  const drivers = {
    name: "Go",
    closes: false,
    hub: `exec "${go}" tagged-hub "$@"`,
    child: `exec "${go}" tagged-child "$@"`,
  };
  const host = start(place, { hub: drivers, child: drivers });
  const line = await host.line("child-1 stdout: ");
  ok(line.endsWith(" stdout: ok, true, c-1"), line);
});
