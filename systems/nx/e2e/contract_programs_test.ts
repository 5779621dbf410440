import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DEMO, demoInstances, HostPlace, isUp, processesWith, type RunningHost } from "./host_process.ts";

const HUB = "11111111-1111-1111-1111-111111111111", CHILD = "22222222-2222-2222-2222-222222222222";
/** The programs of the demo, each with configurations that it must refuse. */
const PROGRAMS = [
  { id: "hub-1", binary: "hub-driver", deviceId: HUB, refused: ["{}", '{"ip":7}', "{", "null"] },
  {
    ...{ id: "child-1", binary: "child-driver", deviceId: CHILD },
    refused: ["{}", `{"hub_device_id":"${HUB}"}`, `{"hub_device_id":"${HUB}","child_ref":1}`, "[]"],
  },
];

/** A host with the demo's instances, once each is started; none is started again when it ends. */
async function startDemo(place: HostPlace): Promise<RunningHost> {
  const once = { fluxwire: { restart: "temporary" } };
  place.instances(demoInstances({ "hub-1": once, "child-1": once }));
  const host = place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`]);
  await place.until(isUp);
  // A driver with a session takes commands once its `start` has ended: it has published what it declares then.
  for (const { id } of PROGRAMS) strictEqual((await place.ask("command", id, "no-such-endpoint", "true")).code, 6);
  return host;
}

Deno.test("a program is the same device at each launch", async () => {
  await using place = new HostPlace();
  await startDemo(place);
  for (const { id, deviceId } of PROGRAMS) {
    const path = `${place.folder}/out/device_${deviceId}.json`, first = JSON.parse(Deno.readTextFileSync(path));
    strictEqual(first.DeviceID, deviceId);
    ok(first.ExternalDeviceKey !== "" && typeof first.ExternalDeviceKey === "string");
    Deno.removeSync(path);
    strictEqual((await place.ask("restart", id)).code, 0);
    deepStrictEqual(JSON.parse(Deno.readTextFileSync(path)), first);
  }
});

Deno.test("a program refuses a configuration that it cannot use, with one line and exit code 1", async () => {
  await using place = new HostPlace();
  for (const { binary, deviceId, refused } of PROGRAMS) {
    for (const config of refused) {
      Deno.writeTextFileSync(`${place.folder}/config.json`, config);
      const { code, stderr } = await new Deno.Command(`${DEMO}/drivers/${binary}`, {
        args: ["-device_id", deviceId, "-config", `${place.folder}/config.json`],
        env: { PATH: `${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}`, NX_HOST_GRPC_ADDR: "" },
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).output();
      match(new TextDecoder().decode(stderr), /^ERROR .*[Cc]onfig.*\n$/, `${binary} ${config}`);
      strictEqual(code, 1);
    }
  }
});

Deno.test("a program refuses endpoints that it has not declared, and values that break a schema", async () => {
  await using place = new HostPlace();
  await startDemo(place);
  const codeOf = async (...command: string[]) => {
    const { code, value } = await place.json("command", ...command);
    return [code, (value as { code: string }).code];
  };
  for (const { id } of PROGRAMS) deepStrictEqual(await codeOf(id, "no-such-endpoint", "true"), [6, "NotFound"]);
  for (const json of ['"on"', "1", "{}", "null"]) {
    deepStrictEqual(await codeOf("child-1", "power", json), [6, "InvalidArgument"]);
  }
});

Deno.test("a program can be stopped twice, at the same time and by two signals, and leaves nothing", async () => {
  await using place = new HostPlace();
  const host = await startDemo(place);
  for (const { id } of PROGRAMS.toReversed()) {
    const stops = await Promise.all([place.ask("stop", id), place.ask("stop", id)]);
    deepStrictEqual(stops.map(({ code }) => code), [0, 0]);
    strictEqual((await place.ask("stop", id)).code, 0);
    deepStrictEqual(processesWith(`${place.folder}/run/${id}`), []);
  }
  deepStrictEqual(host.lines.filter((line) => line.includes("SIGKILL") || line.includes(" ERROR ")), []);
  for (const { id } of PROGRAMS) strictEqual((await place.ask("restart", id)).code, 0);
  for (const { id } of PROGRAMS) {
    const { value } = await place.json("status", id);
    const [{ pid }] = (value as { services: [{ pid: number }] }).services;
    // Both wait until it goes on: of two that are sent to a running program, the first may end it before the second.
    for (const signal of ["SIGSTOP", "SIGTERM", "SIGINT", "SIGCONT"] as const) Deno.kill(pid, signal);
    match(await host.line(`${id} host: It ended`), /exit code 0/);
  }
});
