import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DEMO, demoInstances, HostPlace, isUp, processesWith, type RunningHost } from "./host_process.ts";

const HUB = "11111111-1111-1111-1111-111111111111", CHILD = "22222222-2222-2222-2222-222222222222";
const ECHO = { child_ref: "child-001", endpoint_key: "power", payload: "true" };

/** The demo's instances on a host of their own. */
function startDemo(place: HostPlace, flags: readonly string[] = [], env: Record<string, string> = {}): RunningHost {
  place.instances(demoInstances());
  return place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`, ...flags], env);
}

Deno.test("the child of the demo sends a command by itself, and gets the hub's echo", async () => {
  await using place = new HostPlace();
  const host = startDemo(place, ["-publisher", "file", "-publisher_dir", "./out"], { NX_DEMO_SEND_COMMAND: "1" });
  match(await host.line("was answered with"), /child-1 rpc: power, true was answered with \{"child_ref":"child-001",/);
  while (![...Deno.readDirSync(`${place.folder}/out`)].some(({ name }) => name === `state_${CHILD}.json`)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const state = Deno.readTextFileSync(`${place.folder}/out/state_${CHILD}.json`);
  match(
    state,
    /^\{\n {2}"DeviceID": "22222222-2222-2222-2222-222222222222",\n {2}"State": \{\n {4}"power": true\n {2}\},\n {2}"At": "/,
  );
  strictEqual(await host.end("SIGTERM"), 0);
  deepStrictEqual(processesWith(place.folder), []);
});

Deno.test("the verbs reach the demo: proxy, command, discover, events, status, logs, restart, stop", async () => {
  await using place = new HostPlace();
  const host = startDemo(place, ["-require_token", "-log_format", "json"]);
  await place.until(isUp);
  const proxied = await place.json("proxy", HUB, "child-001", "power", "true");
  deepStrictEqual(proxied, { code: 0, value: { success: true, message: "ok", code: "", data: ECHO } });
  deepStrictEqual((await place.json("command", "child-1", "power", "true")).value, {
    success: true,
    message: "ok",
    code: "",
    data: ECHO,
  });
  const wrong = await place.json("command", "child-1", "power", "7");
  deepStrictEqual(wrong, {
    code: 6,
    value: { success: false, message: "invalid payload", code: "InvalidArgument", data: null },
  });
  strictEqual((await place.ask("command", "child-1", "volume", "7")).code, 6);
  const text = await place.ask("proxy", HUB, "child-001", "power", "true");
  deepStrictEqual([text.code, text.stdout], [0, `done: ok\n${JSON.stringify(ECHO)}\n`]);
  deepStrictEqual(await place.json("proxy", "unknown", "1", "power", "1"), {
    code: 2,
    value: {
      error: {
        code: "HubUnknown",
        message: 'hub not connected: no HUB instance has the device id "unknown"',
        hint: "see the state of the instances by deno task nx status",
      },
    },
  });
  strictEqual((await place.ask("proxy", HUB, "child-001", "power", "{")).code, 1);
  const { value: found } = await place.json("discover", "hub-1") as {
    value: { children: { ChildRef: string; instance: string }[] };
  };
  deepStrictEqual(found.children.map(({ ChildRef, instance }) => [ChildRef, instance]), [["child-001", "child-1"]]);

  const { value: status } = await place.json("status") as {
    value: { services: { id: string; state: string; health: { status: string }; hub: { routed: number } | null }[] };
  };
  deepStrictEqual(status.services.map(({ id, state, health }) => [id, state, health.status]), [
    ["hub-1", "ready", "OK"],
    ["child-1", "ready", "OK"],
  ]);
  ok(status.services[0]!.hub!.routed >= 4);
  match((await place.ask("status")).stdout, /^Driver host 0\.1\.0, process \d+, since .*; 2 instances\nINSTANCE /);
  match(
    (await place.ask("status", "-format", "prometheus")).stdout,
    /fluxwire_nx_hub_connected\{service="hub-1",hub="1{8}/,
  );
  match((await place.ask("logs", "hub-1")).stdout, /Its hub session has begun/);
  strictEqual((await place.ask("restart", "child-1")).stdout, "child-1 is ready\n");
  strictEqual((await place.ask("stop", "child-1")).stdout, "child-1 is stopped\n");
  strictEqual((await place.ask("command", "child-1", "power", "true")).code, 2);
  strictEqual((await place.ask("status", "lamp-9")).code, 1);
  match(
    (await place.run(["restart", "-control", place.control, "--", "-x"])).stderr,
    /^error\[UnknownService\]: Unknown service "-x": /,
  );
  strictEqual((await place.ask("stop")).stdout, "The host is stopped\n");
  strictEqual(await host.exit(), 0);
  strictEqual((await place.ask("status")).code, 2);
  ok(host.lines.every((line) => line.startsWith("{") && "msg" in JSON.parse(line)));
});

Deno.test("a driver that says it is another one is stopped and given up", async () => {
  await using place = new HostPlace();
  place.instances(demoInstances({ "hub-1": { driver_id: "com.example.other" } }).slice(0, 1));
  const host = place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`]);
  match(
    await host.line("not started again"),
    /hub-1 host: it says it is com\.vendor\.zigbee\.gateway, not com\.example\.other; it is not started again/i,
  );
});

Deno.test("discover -instances gives entries that the host loads as they are, and says what is to be filled in", async () => {
  await using place = new HostPlace();
  const [hub] = demoInstances();
  place.instances([hub!]);
  const host = place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`]);
  await host.line("Its hub session has begun");
  const { code, stdout, stderr } = await place.ask("discover", "hub-1", "-instances");
  deepStrictEqual([code, stderr], [
    0,
    "child-001: fill in driver_id and binary; no other child of the hub shows which driver it needs\n",
  ]);
  const entries = JSON.parse(stdout);
  deepStrictEqual(entries.map(({ device_id, ...entry }: Record<string, unknown>) => [typeof device_id, entry]), [[
    "string",
    {
      instance_id: "child-001",
      driver_id: "FILL-IN-DRIVER-ID",
      driver_type: "CHILD",
      binary: "FILL-IN-PROGRAM",
      config: { hub_device_id: HUB, child_ref: "child-001" },
    },
  ]]);
  place.instances([hub!, ...entries]);
  const checked = await place.run(["-instances", "instances.json", "-check", "-drivers_dir", `${DEMO}/drivers`]);
  deepStrictEqual([checked.code, checked.stderr], [0, ""]);
  match(checked.stdout, /warning: child-001: binary: .*\/FILL-IN-PROGRAM is not there\n.*2 instances, no errors\n$/);
});
