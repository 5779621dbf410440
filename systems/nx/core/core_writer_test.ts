import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { GrpcError } from "@fluxwire/grpc";
import { ManualClock } from "@fluxwire/transport";
import {
  DeviceDescriptorSchema,
  DeviceEventSchema,
  EndpointListSchema,
  StateUpdateSchema,
  VariableListSchema,
  VariableUpdateSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { keyFor, REQUIRED } from "../../apiplant/auth/testing/surfaces.ts";
import { NX_CORE } from "../../apiplant/templates/nx.ts";
import { create } from "../protobuf.ts";
import { PublishError, type PublishRecord } from "../publish/record.ts";
import { CoreWriter } from "./core_writer.ts";
import { ModelServer } from "./model_server.ts";
import { Models } from "./testing/models.ts";

const utf8 = new TextEncoder();
const AT = { seconds: 1_767_323_045n, nanos: 678_900_000, offsetMinutes: 150 };

function device(deviceId: string, displayName: string): PublishRecord {
  const meta = { room: "kitchen" };
  return { call: "UpsertDevice", message: create(DeviceDescriptorSchema, { deviceId, displayName, meta }) };
}

function value(key: string, json: string): PublishRecord {
  const message = create(VariableUpdateSchema, {
    deviceId: "lamp",
    key,
    value: utf8.encode(json),
    quality: "GOOD",
    at: AT,
  });
  return { call: "PublishVariable", message };
}

function declared(unit: string): PublishRecord {
  const variables = [{ key: "power", type: "Number", unit, readable: true }];
  return { call: "UpsertVariables", message: create(VariableListSchema, { deviceId: "lamp", variables }) };
}

function state(deviceId: string, json: string): PublishRecord {
  return { call: "PublishState", message: create(StateUpdateSchema, { deviceId, state: utf8.encode(json), at: AT }) };
}

function event(type: string): PublishRecord {
  return { call: "PublishEvent", message: create(DeviceEventSchema, { deviceId: "lamp", type, severity: "WARN" }) };
}

/** Writes a record, within 10 s. */
function write(writer: CoreWriter, record: PublishRecord, key: string = crypto.randomUUID()): Promise<void> {
  return writer.write(record, { signal: new AbortController().signal, until: Date.now() + 10_000, key });
}

function writerTo({ url }: { url: string }, token: string | null = null): CoreWriter {
  return new CoreWriter(new ModelServer({ url, token }));
}

Deno.test("CoreWriter writes every record with a key of its role, and says what another key lacks", async () => {
  await using models = await Models.start({ config: REQUIRED });
  const records = [
    device("lamp", "Lamp"),
    declared("W"),
    value("power", "5"),
    value("power", "6"),
    state("lamp", "{}"),
  ];
  const writer = writerTo(models, await keyFor(models.served, "core", [`role:${NX_CORE}`]));
  for (const record of [...records, event("on")]) await write(writer, record);
  deepStrictEqual((await models.read("variable", "lamp~power")).data.value, 6);
  const other = writerTo(models, await keyFor(models.served, "other"));
  for (const record of [...records, event("on")]) {
    await rejects(write(other, record), (error) => {
      return error instanceof GrpcError && error.code === "PERMISSION_DENIED" && error.message.includes("role:nx-core");
    });
  }
});

Deno.test("CoreWriter creates an instance, replaces it the next time, and leaves out what a driver has left out", async () => {
  await using models = await Models.start();
  const writer = writerTo(models);
  await write(writer, device("lamp", "Lamp"));
  await write(writer, device("lamp", "Lamp 2"));
  const path = "PUT /models/device/instances/lamp";
  deepStrictEqual(models.asked, [path, path, path]);
  const { data } = await models.read("device", "lamp");
  deepStrictEqual(data, { deviceId: "lamp", displayName: "Lamp 2", meta: { room: "kitchen" } });
  await write(writer, device("house 1/lamp", "Far"));
  const [, far] = (await models.served.ask("/models/device/instances?sort=displayName")).body.items as unknown as {
    id: string;
  }[];
  match(
    (await models.served.ask("/models/device/instances?filter[deviceId]=house%201/lamp")).text,
    /"x~~[0-9a-f]{64}"/,
  );
  equal(far!.id, "lamp");
});

Deno.test("CoreWriter keeps the digits of a driver's numbers, and its time in UTC", async () => {
  await using models = await Models.start();
  await write(writerTo(models), state("lamp", '{ "big": 9007199254740993, "n": [1, 2.5] }'));
  const { text, data } = await models.read("state", "lamp");
  match(text, /"big":9007199254740993,/);
  equal(data.at, "2026-01-02T03:04:05.678Z");
});

Deno.test("CoreWriter keeps a variable's value when it is declared anew, and its declaration when it gets a value", async () => {
  await using models = await Models.start();
  const writer = writerTo(models);
  await write(writer, value("power", "12345678901234567890"));
  await write(writer, declared("W"));
  // Another core, which has written nothing yet.
  await write(writerTo(models), value("power", "[1]"));
  await write(writer, declared("kW"));
  const { data, revision } = await models.read("variable", "lamp~power");
  deepStrictEqual({ ...data, at: null }, {
    deviceId: "lamp",
    key: "power",
    type: "Number",
    unit: "kW",
    readable: true,
    writable: false,
    readOnly: true,
    value: [1],
    quality: "GOOD",
    at: null,
  });
  equal(models.changes, 4);
  const { text } = await models.served.ask(`/models/variable/instances/lamp~power?at=${revision - 2}`);
  match(text, /"value":12345678901234567890[,}]/);
});

Deno.test("CoreWriter writes a variable that it knows by one request, and a deleted one anew", async () => {
  await using models = await Models.start();
  const writer = writerTo(models), path = "/models/variable/instances/lamp~power";
  await write(writer, value("power", "1"));
  models.asked.length = 0;
  await write(writer, value("power", "2"));
  deepStrictEqual(models.asked, [`PUT ${path}`]);
  equal((await models.served.ask(path, { method: "DELETE" })).status, 204);
  await write(writer, value("power", "3"));
  equal((await models.read("variable", "lamp~power")).data.value, 3);
});

Deno.test("CoreWriter writes each record once, though answers are lost and the caller repeats it", async () => {
  await using models = await Models.start();
  const writer = writerTo(models);
  for (
    const record of [event("door"), state("lamp", "1"), value("power", "1"), declared("W"), device("lamp", "Lamp")]
  ) {
    const before = models.changes;
    models.ways.push("pass", "lose", "refuse", "lose");
    await write(writer, record, `key-${record.call}`);
    models.ways.length = 0;
    await write(writer, record, `key-${record.call}`);
    equal(models.changes, before + 1, record.call);
  }
});

Deno.test("CoreWriter writes the records of a device in their order, beside those of others", async () => {
  await using models = await Models.start();
  const writer = writerTo(models);
  models.ways.push("refuse", "refuse");
  const records = ["a", "b"].flatMap((id) => Array.from({ length: 20 }, (_, at) => state(id, `${at}`)));
  await Promise.all(records.map((record) => write(writer, record)));
  for (const id of ["a", "b"]) {
    const { items } = (await models.served.ask(`/models/state/instances/${id}/history`)).body as unknown as {
      items: { payload: { state: number } }[];
    };
    deepStrictEqual(items.map(({ payload }) => payload.state), Array.from({ length: 20 }, (_, at) => 19 - at));
  }
});

Deno.test("CoreWriter upserts every endpoint of a list by a key of its own", async () => {
  await using models = await Models.start();
  const endpoints = [{ key: "power", type: "toggle" }, {
    key: "dim",
    controlType: "slider",
    valueSchema: utf8.encode("{}"),
  }];
  const message = create(EndpointListSchema, { deviceId: "lamp", endpoints });
  await write(writerTo(models), { call: "UpsertEndpoints", message });
  const { data } = await models.read("endpoint", "lamp~dim");
  deepStrictEqual(data, {
    deviceId: "lamp",
    key: "dim",
    multiBinding: false,
    controlType: "slider",
    type: "slider",
    valueSchema: {},
  });
  equal((await models.read("endpoint", "lamp~power")).data.controlType, "toggle");
});

const failure = (code: string, text: RegExp) => (error: unknown) => {
  if (!(error instanceof GrpcError)) throw error;
  equal(error.code, code);
  match(error.message, text);
  return true;
};

Deno.test("CoreWriter refuses what cannot be written, by the code of its reason", async () => {
  await using models = await Models.start();
  const writer = writerTo(models);
  await rejects(write(writer, state("", "1")), failure("INVALID_ARGUMENT", /PublishState needs device_id/));
  await rejects(write(writer, state("lamp", "{")), (error) => error instanceof PublishError);
  const large = state("lamp", JSON.stringify("x".repeat(300_000)));
  await rejects(write(writer, large), failure("INVALID_ARGUMENT", /refuses state lamp: .* bytes.* \(413 too_large\)/));
  const deep = state("lamp", "[".repeat(100) + "]".repeat(100));
  await rejects(write(writer, deep), failure("INVALID_ARGUMENT", /\(400 malformed\)/));
  await rejects(write(writer, event("")), failure("INVALID_ARGUMENT", /\(422 validation\)/));
  await using bare = await Models.start({ isBare: true });
  for (const record of [state("lamp", "1"), value("power", "1"), event("door")]) {
    await rejects(
      write(writerTo(bare), record),
      failure("FAILED_PRECONDITION", /start the model server with --template nx/),
    );
  }
});

Deno.test("CoreWriter says UNAVAILABLE with the reason when no answer comes in time, and stops when its caller does", async () => {
  await using models = await Models.start();
  // Its timers never end, and the time is over after the first attempt.
  const outOfTime = ({ url }: { url: string }) => {
    const writer = new CoreWriter(new ModelServer({ url, token: null, clock: new ManualClock() }));
    return writer.write(state("lamp", "1"), { signal: new AbortController().signal, until: 10, key: "k" });
  };
  models.ways.push("refuse");
  await rejects(
    outOfTime(models),
    failure("UNAVAILABLE", /The model server at http:\S+ cannot take it now: it answers 503$/),
  );
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${closed.addr.port}`;
  closed.close();
  await rejects(outOfTime({ url }), failure("UNAVAILABLE", /is out of reach: .*refused/i));
  const stop = new AbortController();
  models.ways.push("refuse");
  const patient = new CoreWriter(new ModelServer({ url: models.url, token: null, clock: new ManualClock() }));
  const writing = patient.write(state("lamp", "1"), { signal: stop.signal, until: 60_000, key: "k" });
  stop.abort(new GrpcError("CANCELLED", "enough"));
  await rejects(writing, failure("CANCELLED", /enough/));
});
