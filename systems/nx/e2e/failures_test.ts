import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DEMO, demoInstances, HostPlace, isUp, processesWith, untilGone } from "./host_process.ts";

const HUB = "11111111-1111-1111-1111-111111111111";
const FLUXWIRE = fileURLToPath(new URL("../../../packages/cli/main.ts", import.meta.url));

Deno.test("a hub that is killed is started again, its children learn of it, and one that wants to is started anew", async () => {
  await using place = new HostPlace();
  place.instances(demoInstances({ "child-1": { fluxwire: { on_hub_restart: "restart" } } }));
  const host = place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`]);
  const first = await place.until(isUp);
  Deno.kill(first.services[0]!.pid!, "SIGKILL");
  await host.line("hub-1 host: It ended with signal SIGKILL");
  await host.line("Restarting it: its hub hub-1 was started anew");
  const again = await place.until(({ services: [hub, child] }) => {
    return hub!.hub?.sessionSince !== null && child!.session && child!.pid !== first.services[1]!.pid;
  });
  strictEqual(again.services[0]!.restarts, 1);
  const { code, value } = await place.json("proxy", HUB, "child-001", "power", "true");
  deepStrictEqual([code, (value as { success: boolean }).success], [0, true]);
});

Deno.test("a child whose hub is stopped is DEGRADED, hub not connected, and its commands say why", async () => {
  await using place = new HostPlace();
  place.instances(demoInstances());
  place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`]);
  await place.until(isUp);
  strictEqual((await place.ask("stop", "hub-1")).code, 0);
  const { services } = await place.until(({ services }) => services[0]!.state === "stopped");
  deepStrictEqual(services[1]!.health, { status: "DEGRADED", details: { hub: "hub not connected" } });
  const proxied = await place.ask("proxy", HUB, "child-001", "power", "true");
  strictEqual(proxied.code, 2);
  match(proxied.stderr, /^error\[\w+\]: hub not connected: its state is stopped \(/);
  const commanded = await place.json("command", "child-1", "power", "true");
  deepStrictEqual(commanded, {
    code: 6,
    value: { success: false, message: "hub not connected", code: "HubUnavailable", data: null },
  });
});

Deno.test("a child whose package needs a newer hub is not launched, and is given up with the reason", async () => {
  await using place = new HostPlace();
  Deno.mkdirSync(`${place.folder}/drivers/lamp-package`, { recursive: true });
  const needs = [{ hub_driver_id: "com.vendor.zigbee.gateway", min_version: "1.2.0" }];
  Deno.writeTextFileSync(`${place.folder}/drivers/lamp-package/manifest.json`, JSON.stringify({ requires_hub: needs }));
  for (const name of ["hub-driver", "child-driver"]) {
    place.driver(name, `exec ${DEMO}/drivers/${name} "$@"`);
  }
  place.instances(demoInstances({ "child-1": { fluxwire: { package: "lamp-package" } } }));
  const host = place.start();
  match(
    await host.line("not started again"),
    /child-1 host: needs hub com\.vendor\.zigbee\.gateway >= 1\.2\.0, and hub-1 is com\.vendor\.zigbee\.gateway 1\.0\.0; it is/,
  );
});

Deno.test("events shows what a hub tells, until the host ends", async () => {
  await using place = new HostPlace();
  place.instances(demoInstances());
  const host = place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`]);
  await place.until(isUp);
  const events = place.follow("events", HUB);
  // A subscription begins with its request, which may come after many commands.
  for (let i = 0; events.lines.length === 0; i++) {
    strictEqual((await place.ask("proxy", HUB, "child-001", "power", `${i}`)).code, 0);
  }
  strictEqual((await place.ask("proxy", HUB, "child-001", "power", "true")).code, 0);
  match(await events.line('"payload":"true"'), /^\d{4}-.*Z child-001 power_changed \{"payload":"true"\}$/);
  await host.end("SIGTERM");
  strictEqual(await events.exit(), 0);
});

Deno.test("fluxwire nx is a door: arguments, output, exit code and signals pass through, and it ends with its parent", async () => {
  await using place = new HostPlace();
  place.driver("lamp", "exec sleep 1000");
  place.instances([{
    instance_id: "lamp-1",
    device_id: "22222222-2222-2222-2222-222222222222",
    driver_id: "d",
    driver_type: "DEVICE",
    binary: "lamp",
  }]);
  const door = (...args: string[]) => {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", FLUXWIRE, "nx", ...args],
      cwd: place.folder,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  };
  const { code, stdout } = await door("status", "-control", place.control, "-json").output();
  deepStrictEqual([code, JSON.parse(new TextDecoder().decode(stdout)).error.code], [2, "HostNotRunning"]);
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const parent = door(...place.flags).spawn();
    await place.until(({ services }) => services[0]!.state === "ready");
    parent.kill(signal);
    const { code } = await parent.status;
    await parent.stdout.cancel();
    await parent.stderr.cancel();
    if (signal === "SIGTERM") strictEqual(code, 0);
    await untilGone(place.folder, 30_000);
    deepStrictEqual(processesWith(place.folder), []);
  }
});
