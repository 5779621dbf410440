import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  DeviceDescriptorSchema,
  EndpointListSchema,
  StateUpdateSchema,
  VariableListSchema,
  VariableUpdateSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import { LastPublished, type ShownDevice } from "./last_published.ts";

const utf8 = new TextEncoder();

/** Publishes a value of a variable. */
function publishValue(last: LastPublished, key: string, json: string, quality = "GOOD"): Promise<void> {
  const message = create(VariableUpdateSchema, { deviceId: "d", key, value: utf8.encode(json), quality });
  return last.publish({ call: "PublishVariable", message });
}

/** What a new reader gets first. */
async function now(last: LastPublished): Promise<readonly ShownDevice[]> {
  const controller = new AbortController();
  for await (const devices of last.changes(controller.signal)) return devices;
  return [];
}

Deno.test("LastPublished keeps what was published last of each device, with exact JSON", async () => {
  const last = new LastPublished();
  await last.publish({
    call: "UpsertDevice",
    message: create(DeviceDescriptorSchema, { deviceId: "d", displayName: "Lamp", deviceType: "lamp" }),
  });
  const power = { key: "power", name: "Power", type: "switch", valueSchema: utf8.encode('{"type":"boolean"}') };
  await last.publish({
    call: "UpsertEndpoints",
    message: create(EndpointListSchema, { deviceId: "d", endpoints: [power] }),
  });
  await publishValue(last, "count", "9007199254740993");
  const variables = [{ key: "count", type: "Number", unit: "x" }, { key: "level", type: "Range" }];
  await last.publish({ call: "UpsertVariables", message: create(VariableListSchema, { deviceId: "d", variables }) });
  await publishValue(last, "count", "9007199254740995", "BAD");
  await last.publish({
    call: "PublishState",
    message: create(StateUpdateSchema, { deviceId: "d", state: utf8.encode('{"power":1.50}') }),
  });
  deepStrictEqual(await now(last), [{
    deviceId: "d",
    displayName: "Lamp",
    deviceType: "lamp",
    state: '{"power":1.50}',
    endpoints: [{ key: "power", name: "Power", controlType: "switch", schema: '{"type":"boolean"}' }],
    variables: [
      { key: "count", type: "Number", unit: "x", value: "9007199254740995", quality: "BAD" },
      { key: "level", type: "Range", unit: "", value: null, quality: "" },
    ],
  }]);
});

Deno.test("LastPublished shows no password, whenever its driver says that it is one, and cuts what is long", async () => {
  const last = new LastPublished();
  await publishValue(last, "pin", '"1234"');
  const message = create(VariableListSchema, { deviceId: "d", variables: [{ key: "pin", type: "Password" }] });
  await last.publish({ call: "UpsertVariables", message });
  strictEqual((await now(last))[0]!.variables[0]!.value, '"[masked]"');
  await publishValue(last, "pin", '"5678"');
  await publishValue(last, "text", `"${"ü".repeat(300)}"`);
  const [{ variables }] = await now(last) as [ShownDevice];
  strictEqual(variables[0]!.value, '"[masked]"');
  deepStrictEqual([[...variables[1]!.value!].length, variables[1]!.value!.endsWith("ü…")], [201, true]);
});

Deno.test("LastPublished gives a slow reader each device once, as it is then, and ends with its signal", async () => {
  const last = new LastPublished(), controller = new AbortController();
  const reading = last.changes(controller.signal);
  deepStrictEqual((await reading.next()).value, []);
  for (let value = 0; value < 1_000; value++) await publishValue(last, "level", `${value}`);
  const { value: [device] } = await reading.next() as { value: readonly ShownDevice[] };
  strictEqual(device!.variables[0]!.value, "999");
  const waiting = reading.next();
  await publishValue(last, "level", "1000");
  strictEqual((await waiting as { value: readonly ShownDevice[] }).value[0]!.variables[0]!.value, "1000");
  const ending = reading.next();
  controller.abort();
  strictEqual((await ending).done, true);
});
