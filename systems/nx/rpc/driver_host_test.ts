import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type Channel, GrpcError, MessageQueue, type ResponseStream } from "@fluxwire/grpc";
import {
  DeviceEventSchema,
  type DriverMessage,
  DriverMessageSchema,
  type HostMessage,
  StateUpdateSchema,
  SubscribeHubRequestSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { create, type MessageInitShape } from "../protobuf.ts";
import { DRIVER_HOST, PUBLISHER } from "./definitions.ts";
import { CHILD, House, HUB } from "./testing/house.ts";

const utf8 = new TextEncoder();
const HELLO = {
  deviceId: CHILD,
  driverId: "com.example.child-1",
  driverType: "CHILD",
  driverVersion: "1.2.3",
};

/** A driver's session, message by message. */
class RawDriver {
  readonly #messages = new MessageQueue<DriverMessage>();
  readonly received: ResponseStream<HostMessage>;

  constructor(channel: Channel) {
    this.received = channel.client(DRIVER_HOST).openDriverSession(this.#messages);
  }

  send(kind: MessageInitShape<typeof DriverMessageSchema>["kind"]): void {
    this.#messages.send(create(DriverMessageSchema, { kind }));
  }

  end(): void {
    this.#messages.end();
  }

  async next(): Promise<HostMessage["kind"]> {
    const { value, done } = await this.received.next();
    if (done) throw new Error("the host has ended the session");
    return value.kind;
  }

  async status(): Promise<string> {
    try {
      const { done } = await this.received.next();
      return done ? "OK" : "a message came";
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      return `${error.code}: ${error.details}`;
    }
  }
}

Deno.test("OpenDriverSession welcomes a driver, binds a child to its hub, and says how the hub is", async () => {
  await using house = await House.open();
  const launch = house.launch("child-1"), driver = new RawDriver(await house.connect(launch.token));
  driver.send({ case: "hello", value: HELLO });
  const welcome = await driver.next();
  ok(welcome.case === "welcome");
  deepStrictEqual([welcome.value.host, welcome.value.instanceId, welcome.value.healthIntervalMs], [
    "fluxwire-nx/0.1.0",
    "child-1",
    10_000,
  ]);
  const bound = await driver.next();
  ok(bound.case === "bindHub");
  deepStrictEqual([bound.value.hubDeviceId, bound.value.childRef], [HUB, "child-001"]);
  const state = async () => {
    const message = await driver.next();
    ok(message.case === "hubState");
    return [message.value.connected, message.value.detail];
  };
  deepStrictEqual(await state(), [false, "its state is stopped"]);
  strictEqual(launch.session?.hello.driverVersion, "1.2.3");
  const hub = await house.hub(HUB);
  deepStrictEqual(await state(), [true, ""]);
  hub.end();
  deepStrictEqual(await state(), [false, "its state is stopped"]);
  driver.send({ case: "started", value: {} });
  await launch.untilStarted(new AbortController().signal);
  driver.end();
  strictEqual(await driver.status(), "OK");
  strictEqual(launch.session, null);
});

Deno.test("OpenDriverSession refuses a driver without its token, without a hello, twice, or with another's ids", async () => {
  await using house = await House.open();
  const launch = house.launch("child-1");
  const statusOf = async (token: string | null, kind: Parameters<RawDriver["send"]>[0]) => {
    const driver = new RawDriver(await house.connect(token));
    driver.send(kind);
    return await driver.status();
  };
  const hello = { case: "hello", value: HELLO } as const;
  strictEqual(await statusOf(null, hello), "UNAUTHENTICATED: a driver session needs the token of its launch");
  strictEqual(await statusOf("wrong", hello), "UNAUTHENTICATED: a driver session needs the token of its launch");
  strictEqual(
    await statusOf(launch.token, { case: "started", value: {} }),
    "FAILED_PRECONDITION: the first message must be a hello",
  );
  const differences = [
    [{ driverId: "com.other" }, "it says it is com.other, not com.example.child-1"],
    [{ driverType: "HUB" }, "it says it is a HUB, not a CHILD"],
    [{ deviceId: HUB }, `it says it is device ${HUB}, not ${CHILD}`],
  ] as const;
  for (const [change, text] of differences) {
    const status = await statusOf(launch.token, { case: "hello", value: { ...HELLO, ...change } });
    strictEqual(status, `PERMISSION_DENIED: ${text}`);
  }
  const first = new RawDriver(await house.connect(launch.token));
  first.send(hello);
  await first.next();
  strictEqual(await statusOf(launch.token, hello), "ALREADY_EXISTS: this launch has a driver session already");
});

Deno.test("DriverSession sends commands and takes their results, in any order", async () => {
  await using house = await House.open();
  const launch = house.launch("child-1"), driver = new RawDriver(await house.connect(launch.token));
  driver.send({ case: "hello", value: HELLO });
  for (let i = 0; i < 3; i++) await driver.next();
  driver.send({ case: "started", value: {} });
  const { signal } = new AbortController(), session = launch.session!;
  const call = (key: string) =>
    session.command(key, utf8.encode("1"), { timeoutMs: 60_000, correlationId: key, signal });
  const results = [call("a"), call("b")];
  const commands = [await driver.next(), await driver.next()].map((message) => {
    ok(message.case === "command");
    return message.value;
  });
  for (const { id, endpointKey } of commands.toReversed()) {
    driver.send({ case: "result", value: { id, success: true, data: utf8.encode(`"${endpointKey}"`) } });
  }
  const data = (await Promise.all(results)).map((result) => new TextDecoder().decode(result!.data));
  deepStrictEqual(data, ['"a"', '"b"']);
  const controller = new AbortController();
  const cancelled = session.command("c", new Uint8Array(0), {
    timeoutMs: 60_000,
    correlationId: "c",
    signal: controller.signal,
  });
  const command = await driver.next();
  controller.abort(new Error("given up"));
  await rejects(cancelled, { message: "given up" });
  const cancel = await driver.next();
  ok(cancel.case === "cancel" && command.case === "command");
  strictEqual(cancel.value.id, command.value.id);
  const late = await session.command("d", new Uint8Array(0), { timeoutMs: 1, correlationId: "d", signal });
  strictEqual(late, null);
  const lost = call("e");
  driver.end();
  await rejects(lost, { message: "the driver's session has ended" });
});

Deno.test("DriverSession keeps commands until the driver is ready, and forgets those that are given up before", async () => {
  await using house = await House.open();
  const launch = house.launch("child-1"), driver = new RawDriver(await house.connect(launch.token));
  driver.send({ case: "hello", value: HELLO });
  for (let i = 0; i < 3; i++) await driver.next();
  const session = launch.session!, given = new AbortController();
  const call = (key: string, timeoutMs: number, { signal } = new AbortController()) =>
    session.command(key, utf8.encode("1"), { timeoutMs, correlationId: key, signal });
  strictEqual(await call("too late", 1), null);
  const cancelled = call("given up", 60_000, given), kept = call("kept", 60_000);
  given.abort(new Error("given up"));
  await rejects(cancelled, { message: "given up" });
  const checked = session.check(new AbortController().signal), question = await driver.next();
  ok(question.case === "healthCheck", `${question.case} was sent before the driver was ready`);
  driver.send({ case: "health", value: { id: question.value.id, status: "OK" } });
  await checked;
  driver.send({ case: "started", value: {} });
  const command = await driver.next();
  ok(command.case === "command");
  strictEqual(command.value.endpointKey, "kept");
  driver.send({ case: "result", value: { id: command.value.id, success: true } });
  strictEqual((await kept)!.success, true);
  const never = call("never sent", 60_000);
  driver.end();
  await rejects(never, { message: "the driver's session has ended" });
});

Deno.test("DriverSession asks for health, and keeps what the driver says", async () => {
  await using house = await House.open();
  const launch = house.launch("child-1"), driver = new RawDriver(await house.connect(launch.token));
  driver.send({ case: "hello", value: HELLO });
  for (let i = 0; i < 3; i++) await driver.next();
  const checked = launch.session!.check(new AbortController().signal);
  const question = await driver.next();
  ok(question.case === "healthCheck");
  driver.send({ case: "health", value: { id: question.value.id, status: "DOWN", details: { bus: "stuck" } } });
  await checked;
  deepStrictEqual({ ...launch.session!.health, details: { ...launch.session!.health.details } }, {
    status: "DOWN",
    details: { bus: "stuck" },
  });
  driver.send({ case: "log", value: { level: "WARN", message: "hot", fields: utf8.encode('{"celsius":80}') } });
  const { log } = house.host.service("child-1");
  for await (const { stream, level, text } of log.follow({ from: 0 })) {
    if (stream !== "rpc") continue;
    deepStrictEqual([level, text], ["warn", 'WARN hot {"celsius":80}']);
    break;
  }
});

Deno.test("SubscribeHub gives a child the events of its hub for it, across sessions of the hub", async () => {
  await using house = await House.open();
  const channel = await house.connect(house.launch("child-1").token);
  const request = create(SubscribeHubRequestSchema, { hubDeviceId: HUB, childRef: "child-001" });
  const events = channel.client(DRIVER_HOST).subscribeHub(request);
  await events.headers;
  for (const type of ["first", "second"]) {
    const hub = await house.hub(HUB, { first: { features: ["events"] } });
    hub.send({ event: { childRef: "another", type: "not for it" } });
    hub.send({
      event: { hubDeviceId: "forged", childRef: "child-001", type, payload: utf8.encode("1"), atUnixMs: 7n },
    });
    const { value } = await events.next();
    deepStrictEqual([value!.hubDeviceId, value!.type, value!.atUnixMs, value!.missed], [HUB, type, 7n, 0n]);
    hub.end();
    strictEqual(await hub.status(), "OK");
  }
});

Deno.test("SubscribeHub refuses another's hub, and all events for a child with a token", async () => {
  await using house = await House.open();
  const child = await house.connect(house.launch("child-1").token), stranger = await house.connect();
  const status = async (channel: Channel, hubDeviceId: string, childRef: string) => {
    try {
      await channel.client(DRIVER_HOST).subscribeHub(create(SubscribeHubRequestSchema, { hubDeviceId, childRef }))
        .headers;
      return "OK";
    } catch (error) {
      return String((error as GrpcError).metadata.get("nx-code"));
    }
  };
  strictEqual(await status(child, "33333333-3333-3333-3333-333333333333", "x"), "Forbidden");
  strictEqual(await status(child, HUB, "*"), "Forbidden");
  strictEqual(await status(stranger, "unknown", "x"), "HubUnknown");
  strictEqual(await status(stranger, HUB, "*"), "OK");
  strictEqual(await status(await house.connect(house.launch("hub-1").token), HUB, "*"), "OK");
});

Deno.test("PublisherService writes what a driver publishes, and answers what it cannot", async () => {
  await using house = await House.open();
  const client = (await house.connect()).client(PUBLISHER);
  await client.publishState(create(StateUpdateSchema, { deviceId: "lamp", state: utf8.encode('{"on":true}') }));
  const text = Deno.readTextFileSync(`${house.folder}/out/state_lamp.json`);
  deepStrictEqual(JSON.parse(text).State, { on: true });
  await rejects(client.publishState(create(StateUpdateSchema, { deviceId: "lamp", state: utf8.encode("{") })), {
    code: "INVALID_ARGUMENT",
    details: "Cannot publish state: Cannot read JSON at offset 1: expected the name of a member in double quotes",
  });
  Deno.removeSync(`${house.folder}/out`, { recursive: true });
  Deno.writeTextFileSync(`${house.folder}/out`, "in the way");
  await rejects(client.publishState(create(StateUpdateSchema, { deviceId: "lamp" })), { code: "INTERNAL" });
  const { publisher } = await house.host.status();
  deepStrictEqual(publisher, { published: { PublishState: 1 }, failures: 2 });
});

Deno.test("PublisherService passes unknown words on, with one warning", async () => {
  await using house = await House.open();
  const client = (await house.connect(house.launch("hub-1").token)).client(PUBLISHER);
  const message = create(DeviceEventSchema, { deviceId: "lamp", type: "t", severity: "FATAL" });
  for (let i = 0; i < 2; i++) await client.publishEvent(message);
  const lines = house.host.service("hub-1").log.lines().map(({ text }) => text);
  deepStrictEqual(lines, ['WARN unknown severity "FATAL"']);
  await rejects((await house.connect("wrong")).client(PUBLISHER).publishEvent(message), { code: "PERMISSION_DENIED" });
});
