import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { problemLine } from "./problem.ts";
import { readInstances, readInstancesFile } from "./read_instances.ts";
import { threadMs } from "../../../tests/thread_time.ts";

const BROKEN = new URL("broken/", import.meta.url);
const SEED = `{
  "instances": [
    {
      "instance_id": "hub-1",
      "device_id": "11111111-1111-1111-1111-111111111111",
      "driver_id": "com.vendor.zigbee.gateway",
      "driver_type": "HUB",
      "binary": "zigbee-hub-driver",
      "config": { "ip": "192.168.1.10", "api_key": "secret" }
    },
    {
      "instance_id": "child-1",
      "device_id": "22222222-2222-2222-2222-222222222222",
      "driver_id": "com.vendor.zigbee.dimmer",
      "driver_type": "CHILD",
      "binary": "zigbee-dimmer-driver",
      "config": { "hub_device_id": "11111111-1111-1111-1111-111111111111", "child_ref": "0x00158d0001a2b3c4" }
    }
  ]
}
`;
const utf8 = new TextEncoder();

/** The findings in a file, as lines. */
function linesOf(bytes: Uint8Array): string[] {
  return readInstances(bytes).problems.map((problem) => problemLine("instances.json", problem));
}

Deno.test("readInstances() says everything that is wrong with each broken file, with its place", () => {
  const files = [...Deno.readDirSync(BROKEN)].map(({ name }) => name).filter((name) => name.endsWith(".json"));
  const causes = new Map<string, string>();
  for (const name of files) {
    const lines = linesOf(Deno.readFileSync(new URL(name, BROKEN)));
    const expected = Deno.readTextFileSync(new URL(name.replace(/json$/, "txt"), BROKEN));
    strictEqual(`${lines.join("\n")}\n`, expected, name);
    ok(lines.some((line) => !line.includes(": warning: ")), name);
    const cause = lines.map((line) => line.replace(/^instances\.json:\d+:\d+: /, "")).join("\n");
    strictEqual(causes.get(cause), undefined, `${name} has the cause of ${causes.get(cause)}`);
    causes.set(cause, name);
  }
  ok(files.length >= 40);
});

Deno.test("readInstances() reads the example of the original host", () => {
  const { instances: [hub, child], problems } = readInstances(utf8.encode(SEED));
  deepStrictEqual(problems, []);
  deepStrictEqual([hub!.instanceId, hub!.driverType, hub!.binary, hub!.hubDeviceId, hub!.secrets], [
    "hub-1",
    "HUB",
    "zigbee-hub-driver",
    null,
    ["secret"],
  ]);
  deepStrictEqual([child!.driverType, child!.hubDeviceId, child!.childRef], [
    "CHILD",
    "11111111-1111-1111-1111-111111111111",
    "0x00158d0001a2b3c4",
  ]);
});

Deno.test("readInstances() cuts a configuration out of the file, byte for byte", () => {
  const config =
    `{\r\n\t"n": 1.50,  "big":9007199254740993, "e":1E+2, "u":"\\u00e4ä\\/", "s":"\u{1F600}" , "a":[ ]\r\n}`;
  const entry = `"instance_id":"a","device_id":"22222222-2222-2222-2222-222222222222","driver_id":"d",
    "driver_type":"DEVICE","binary":"b"`;
  for (const value of [config, "null", "7e0", '"\\ud800"', "[ 1 ]"]) {
    for (const mark of ["", "\uFEFF"]) {
      const { instances: [instance], problems } = readInstances(
        utf8.encode(`${mark}{"instances":[{${entry},"config": ${value} }]}`),
      );
      deepStrictEqual(problems, []);
      deepStrictEqual(instance!.config, utf8.encode(value));
    }
  }
  deepStrictEqual(readInstances(utf8.encode(`{"instances":[{${entry}}]}`)).instances[0]!.config, utf8.encode("{}"));
});

Deno.test("readInstances() warns of device ids that are no UUIDs, or are used by two instances that are no hubs", () => {
  const entry = (id: string, device: string) =>
    `{"instance_id":"${id}","device_id":"${device}","driver_id":"d","driver_type":"DEVICE","binary":"b"}`;
  deepStrictEqual(linesOf(utf8.encode(`{"instances":[${entry("a", "1")},\n${entry("b", "1")}]}`)), [
    'instances.json:1:46: warning: a: device_id: "1" is no UUID',
    "instances.json:2:32: warning: b: device_id: is that of a too",
    'instances.json:2:32: warning: b: device_id: "1" is no UUID',
  ]);
});

Deno.test("readInstances() ignores members that it does not know, apart from those of fluxwire", () => {
  const text = SEED.replace('"binary": "zigbee-hub-driver"', '"binary": "zigbee-hub-driver", "room": { "floor": 2 }');
  deepStrictEqual(linesOf(utf8.encode(text)), []);
});

Deno.test("readInstances() reads every member of fluxwire", () => {
  const sha256 = "AB".repeat(32);
  const fluxwire = {
    enabled: false,
    restart: "transient",
    limits: { memory_bytes: 1 << 26, cpu_percent: 150, max_processes: 8 },
    env: { A: "b" },
    inherit_env: false,
    args: ["-v"],
    sha256,
    start_timeout_ms: 1,
    term_grace_ms: 0,
    proxy_timeout_ms: 600_000,
    max_in_flight: 256,
    session_lost: "keep",
    on_hub_restart: "restart",
    package: "lamp",
  };
  const text = SEED.replace('"binary": "zigbee-hub-driver"', `"binary": "b", "fluxwire": ${JSON.stringify(fluxwire)}`);
  const { instances: [hub], problems } = readInstances(utf8.encode(text));
  deepStrictEqual(problems, []);
  deepStrictEqual(hub!.settings, {
    enabled: false,
    restart: "transient",
    limits: { memoryBytes: 1 << 26, cpuPercent: 150, maxProcesses: 8 },
    env: { A: "b" },
    inheritEnv: false,
    args: ["-v"],
    sha256: sha256.toLowerCase(),
    startTimeoutMs: 1,
    termGraceMs: 0,
    proxyTimeoutMs: 600_000,
    maxInFlight: 256,
    sessionLost: "keep",
    onHubRestart: "restart",
    package: "lamp",
  });
});

Deno.test("readInstances() reads no file that is larger than a person writes", () => {
  deepStrictEqual(linesOf(new Uint8Array((16 << 20) + 1)), [
    "instances.json:1:1: it has more than 16777216 bytes, and no more are read",
  ]);
});

Deno.test("readInstances() places 40,000 findings without reading the file again for each", () => {
  const entry = (i: number) =>
    `{"instance_id":"a${i}","device_id":"d${i}","driver_id":"d","driver_type":"DEVICE","binary":"b"}`;
  const entries = Array.from({ length: 40_000 }, (_, i) => entry(i));
  const startedAt = threadMs();
  const { problems } = readInstances(utf8.encode(`{"instances":[\n${entries.join(",\n")}]}`));
  ok(threadMs() - startedAt < 10_000);
  deepStrictEqual([problems.length, problems.at(-1)!.line, problems.at(-1)!.column], [40_000, 40_001, 37]);
});

Deno.test("problemLine() is one line whatever names are in the file", () => {
  const config = `{"a\\u001b[31m\\nb": 1, "a\\u001b[31m\\nb": 2, "hub_device_id": "h"}`;
  const entries = `{"instance_id":"h","device_id":"x\\n\\u009b","driver_id":"d","driver_type":"HUB","binary":"b"},
    {"instance_id":"c","device_id":"c","driver_id":"d","driver_type":"CHILD","binary":"b","config":${config}}`;
  const lines = linesOf(utf8.encode(`{"instances":[${entries}]}`));
  ok(lines.length > 2);
  // deno-lint-ignore no-control-regex -- these are the characters in question
  for (const line of lines) ok(!/[\0-\x1f\x7f-\x9f]/.test(line), JSON.stringify(line));
  ok(lines.some((line) => line.includes("config.a\\u001b[31m\\u000ab: stands twice")));
});

Deno.test("readInstances() finds bytes that are no UTF-8 behind a replacement character of the file itself", () => {
  const bytes = new Uint8Array([...utf8.encode('{"x":"\uFFFD",\n"y":"'), 0xff, ...utf8.encode('"}')]);
  deepStrictEqual(linesOf(bytes), ["instances.json:2:6: is not UTF-8 from here; save the file as UTF-8"]);
});

Deno.test("readInstances() names ten hubs of a file with more", () => {
  const hub = (i: number) =>
    `{"instance_id":"h${i}","device_id":"h${i}","driver_id":"d","driver_type":"HUB","binary":"b"}`;
  const child = '{"instance_id":"c","device_id":"c","driver_id":"d","driver_type":"CHILD","binary":"b",' +
    '"config":{"hub_device_id":"h"}}';
  const hubs = Array.from({ length: 11 }, (_, i) => hub(i)).join(",\n");
  ok(linesOf(utf8.encode(`{"instances":[${hubs},\n${child}]}`)).at(-1)!.endsWith("h8, h9, and others"));
});

Deno.test("readInstances() says that a variable has a NUL", () => {
  const text = SEED.replace('"binary"', '"fluxwire": { "env": { "A": "b\\u0000" } }, "binary"');
  deepStrictEqual(linesOf(utf8.encode(text)), [
    "instances.json:8:35: hub-1: fluxwire.env.A: must be a text without NUL",
  ]);
});

Deno.test({
  name: "readInstancesFile() stops reading a file that never ends",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { problems } = await readInstancesFile("/dev/zero");
    deepStrictEqual(problems.map(({ text }) => text), ["it has more than 16777216 bytes, and no more are read"]);
  },
});
