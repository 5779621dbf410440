import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import {
  DeviceDescriptorSchema,
  DeviceEventSchema,
  EndpointListSchema,
  StateUpdateSchema,
  VariableListSchema,
  VariableUpdateSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import { FileSink } from "./file_sink.ts";
import type { PublishRecord } from "./record.ts";
import { UnfinishedFile } from "./unfinished_file.ts";

const GOLDEN = new URL("golden/", import.meta.url);
const utf8 = new TextEncoder();

/** 2026-01-02T03:04:05.6789Z, on a clock of UTC. */
const AT = { seconds: 1_767_323_045n, nanos: 678_900_000, offsetMinutes: 0 };
const AT_ELSEWHERE = { ...AT, offsetMinutes: 150 };

/** A folder that is removed again, and what is in it. */
class Folder implements Disposable {
  readonly path = `${Deno.makeTempDirSync()}/out`;
  readonly sink = new FileSink(this.path, () => AT);

  get names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
  }

  text(name: string): string {
    return Deno.readTextFileSync(`${this.path}/${name}`);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path.replace(/\/out$/, ""), { recursive: true });
  }
}

function state(deviceId: string, json: string): PublishRecord {
  return { call: "PublishState", message: create(StateUpdateSchema, { deviceId, state: utf8.encode(json), at: AT }) };
}

function event(payload: string, at = AT_ELSEWHERE, severity = ""): PublishRecord {
  const init = { deviceId: "v", type: "power changed", payload: utf8.encode(payload), severity, at };
  return { call: "PublishEvent", message: create(DeviceEventSchema, init) };
}

const RECORDS: readonly PublishRecord[] = [
  {
    call: "UpsertDevice",
    message: create(DeviceDescriptorSchema, {
      deviceId: "11111111-1111-1111-1111-111111111111",
      driverId: "com.example.hub",
      externalDeviceKey: "ip:127.0.0.1",
      displayName: "Küche <Hub> & Flur",
      deviceType: "hub",
      manufacturer: 'A"B\\C\n',
      ipAddress: "127.0.0.1",
      connectionCategory: "IP",
      protocol: "IP",
      meta: { é: "e", a: "\u2028", "\uE000": "private", Z: "z", "😀": "smile", "9": "nine", "10": "ten" },
    }),
  },
  {
    call: "UpsertEndpoints",
    message: create(EndpointListSchema, {
      deviceId: "e",
      endpoints: [
        {
          key: "power",
          name: "Power",
          direction: "BIDIR",
          kind: "Control",
          connection: "ZigBee",
          multiBinding: true,
          controlType: "switch",
          valueSchema: utf8.encode('{"type":"boolean"}'),
        },
        { key: "level", type: "dimmer", meta: { unit: "%" } },
      ],
    }),
  },
  { call: "UpsertEndpoints", message: create(EndpointListSchema, { deviceId: "none" }) },
  {
    call: "UpsertVariables",
    message: create(VariableListSchema, {
      deviceId: "v",
      variables: [
        { key: "temperature", type: "Number", unit: "°C", readable: true },
        { key: "target", type: "Range", readable: true, writable: true, readOnly: true },
        { key: "old", type: "Text", readOnly: true },
      ],
    }),
  },
  state(
    "1111 <a>&b/ü",
    `{"z":1.50,"a" : 9007199254740993,"e":1E+2,"html":"<b> & \u2028\u2029","esc":"\\u00e4\\/\\n",
      "empty":[ ],"none":{\n},"list":[1,{"k":[null,true]}],"z":-0}`,
  ),
  {
    call: "PublishVariable",
    message: create(VariableUpdateSchema, {
      deviceId: "v",
      key: "level",
      value: utf8.encode("0.10"),
      quality: "GOOD",
      source: "DEVICE",
      at: AT_ELSEWHERE,
    }),
  },
  event("", AT_ELSEWHERE, "INFO"),
  event("2"),
  event(" 3 ", { ...AT, nanos: 0 }),
];

Deno.test("FileSink writes every record byte for byte as the golden files have it", async () => {
  using folder = new Folder();
  for (const record of RECORDS) await folder.sink.publish(record);
  deepStrictEqual(folder.names, [...Deno.readDirSync(GOLDEN)].map(({ name }) => name).sort());
  for (const name of folder.names) {
    strictEqual(folder.text(name), Deno.readTextFileSync(new URL(name, GOLDEN)), name);
    strictEqual(Deno.statSync(`${folder.path}/${name}`).mode! & 0o777, 0o644 & ~Deno.umask());
  }
});

Deno.test("FileSink gives a second id of the same file name a hash, and keeps the first one's file", async () => {
  using folder = new Folder();
  await folder.sink.publish(state("a_b", "1"));
  await folder.sink.publish(state("a/b", "2"));
  await folder.sink.publish(state("a/b", "3"));
  await folder.sink.publish(state("a_b", "4"));
  deepStrictEqual(folder.names, ["state_a_b.json", "state_a_b~c14cddc0.json"]);
  strictEqual(JSON.parse(folder.text("state_a_b.json")).State, 4);
  strictEqual(JSON.parse(folder.text("state_a_b~c14cddc0.json")).State, 3);
});

Deno.test("FileSink leaves the file as it was if the driver's JSON is none", async () => {
  using folder = new Folder();
  await folder.sink.publish(state("a", "1"));
  for (const json of ["{", "1,2", '1,"x":2', "NaN", "\uFEFF1", " ", "'a'"]) {
    await rejects(folder.sink.publish(state("a", json)), { name: "PublishError", code: "InvalidArgument" }, json);
  }
  const bytes = state("a", "");
  (bytes.message as { state: Uint8Array }).state = Uint8Array.of(0x22, 0xff, 0x22);
  await rejects(folder.sink.publish(bytes), { message: "Cannot publish state: Cannot read JSON: it is not UTF-8" });
  deepStrictEqual(folder.names, ["state_a.json"]);
  strictEqual(JSON.parse(folder.text("state_a.json")).State, 1);
});

Deno.test("FileSink writes a record without a moment with its own clock's", async () => {
  using folder = new Folder();
  await folder.sink.publish({ call: "PublishState", message: create(StateUpdateSchema, { deviceId: "a" }) });
  deepStrictEqual(JSON.parse(folder.text("state_a.json")), {
    DeviceID: "a",
    State: null,
    At: "2026-01-02T03:04:05.6789Z",
  });
});

Deno.test("FileSink writes records in the order of the calls, and leaves nothing beside them", async () => {
  using folder = new Folder();
  await Promise.all(Array.from({ length: 50 }, (_, i) => folder.sink.publish(state("a", `${i}`))));
  deepStrictEqual(folder.names, ["state_a.json"]);
  strictEqual(JSON.parse(folder.text("state_a.json")).State, 49);
});

Deno.test("FileSink removes what a killed host has not finished, but neither another writer's file nor other files", () => {
  using folder = new Folder();
  Deno.mkdirSync(folder.path);
  const left = `.${crypto.randomUUID()}.tmp`;
  Deno.writeTextFileSync(`${folder.path}/${left}`, '{"DeviceID":');
  Deno.writeTextFileSync(`${folder.path}/.mine.tmp`, "");
  {
    using _other = UnfinishedFile.make(folder.path);
    strictEqual(folder.names.length, 3);
    new FileSink(folder.path);
    strictEqual(folder.names.length, 2);
    strictEqual(folder.names.includes(left), false);
  }
  deepStrictEqual(folder.names, [".mine.tmp"]);
});
