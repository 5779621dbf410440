import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type Channel, GrpcError } from "@fluxwire/grpc";
import { Control, ProxyCommandRequestSchema, type ProxyCommandResponse } from "../hostrpc.ts";
import { create, type MessageInitShape } from "../protobuf.ts";
import { HOST_PROXY } from "./definitions.ts";
import { House, HUB, OTHER_HUB } from "./testing/house.ts";

const utf8 = new TextEncoder();

/** A call of a child. */
function call(
  channel: Channel,
  change: MessageInitShape<typeof ProxyCommandRequestSchema> = {},
  options: { timeoutMs?: number; waitMs?: number; signal?: AbortSignal } = {},
): Promise<ProxyCommandResponse> {
  const { timeoutMs, waitMs, signal } = options;
  const message = create(ProxyCommandRequestSchema, {
    hubDeviceId: HUB,
    childRef: "child-001",
    endpointKey: "power",
    correlationId: "c",
    ...change,
  });
  const metadata = waitMs === undefined ? undefined : { "nx-wait-ms": `${waitMs}` };
  return channel.client(HOST_PROXY).proxyCommand(message, { timeoutMs, signal, metadata });
}

/** How a call has failed: status, message, code and detail. */
async function failure(answer: Promise<unknown>): Promise<string[]> {
  const error = await answer.then(() => null, (error) => error);
  ok(error instanceof GrpcError, `${error}`);
  const { code, details, metadata } = error;
  return [code, details, String(metadata.get("nx-code")), String(metadata.get("nx-detail"))];
}

Deno.test("ProxyCommand passes payload and data on byte for byte: none, 120 kB, 1 MiB", async () => {
  await using house = await House.open();
  const hub = await house.hub(HUB), channel = await house.connect();
  hub.serve(({ payload }) => ({ data: payload.toReversed() }));
  for (const size of [0, 1, 120_000, 1 << 20]) {
    const payload = Uint8Array.from({ length: size }, (_, i) => i * 31);
    const { success, data, correlationId } = await call(channel, { payload, correlationId: "" });
    deepStrictEqual([success, correlationId, data.length], [true, "", size]);
    deepStrictEqual(data.toReversed(), payload);
  }
});

Deno.test("ProxyCommand answers a thousand calls at once with one correlation id, each with its own answer", async () => {
  await using house = await House.open();
  const hub = await house.hub(HUB, { first: { maxInFlight: 64 } });
  const channels = await Promise.all(Array.from({ length: 8 }, () => house.connect()));
  hub.serve(({ payload }) => ({ data: payload }));
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) => {
      return call(channels[i % 8]!, { payload: utf8.encode(`${i}`), correlationId: "same", childRef: `${i % 5}` });
    }),
  );
  deepStrictEqual(
    answers.map(({ data, correlationId }) => [new TextDecoder().decode(data), correlationId]),
    Array.from({ length: 1_000 }, (_, i) => [`${i}`, "same"]),
  );
});

Deno.test("ProxyCommand reaches the right hub of two, also if the wrong id comes first", async () => {
  await using house = await House.open();
  const channel = await house.connect(), second = await house.hub(OTHER_HUB);
  deepStrictEqual((await failure(call(channel))).slice(0, 3), ["UNAVAILABLE", "hub not connected", "HubUnavailable"]);
  const first = await house.hub(HUB);
  first.serve(() => ({ data: utf8.encode("1") }));
  second.serve(() => ({ data: utf8.encode("2") }));
  const answers = await Promise.all([HUB, OTHER_HUB, HUB].map((hubDeviceId) => call(channel, { hubDeviceId })));
  deepStrictEqual(answers.map(({ data }) => new TextDecoder().decode(data)), ["1", "2", "1"]);
});

Deno.test("ProxyCommand tells a hub what is left of the time, whose command it is, and the caller's id", async () => {
  await using house = await House.open();
  const hub = await house.hub(HUB), child = house.launch("child-1");
  const answer = call(await house.connect(child.token), {}, { timeoutMs: 3_000 });
  const { callerCorrelationId, callerDeviceId, timeoutMs, correlationId, control } = await hub.next();
  deepStrictEqual([callerCorrelationId, callerDeviceId, control], ["c", child.instance.deviceId, Control.COMMAND]);
  ok(timeoutMs > 0 && timeoutMs <= 3_000, `${timeoutMs}`);
  hub.send({ success: false, message: "unknown endpoint", code: "NotFound", correlationId });
  const { success, message, code } = await answer;
  deepStrictEqual([success, message, code], [false, "unknown endpoint", "NotFound"]);
});

Deno.test("failure: TooLarge, message too large", async () => {
  await using house = await House.open();
  const hub = await house.hub(HUB), channel = await house.connect();
  hub.serve(() => ({ data: new Uint8Array((4 << 20) + 1) }));
  const expected = ["RESOURCE_EXHAUSTED", "message too large", "TooLarge"];
  deepStrictEqual((await failure(call(channel, { payload: new Uint8Array(4 << 20) }))).slice(0, 3), expected);
  deepStrictEqual((await failure(call(channel))).slice(0, 3), expected);
  strictEqual(house.host.router.route(HUB)!.inFlight, 0);
});

Deno.test("failure: BadRequest, only commands can be proxied", async () => {
  await using house = await House.open();
  await house.hub(HUB);
  const channel = await house.connect();
  for (const control of [Control.CANCEL, Control.DISCOVER, 9 as Control]) {
    deepStrictEqual(await failure(call(channel, { control })), [
      "INVALID_ARGUMENT",
      "only commands can be proxied",
      "BadRequest",
      "control is for the host, not for children",
    ]);
  }
});

Deno.test("ProxyCommand refuses a wrong token, and with -require_token none and another child", async () => {
  await using house = await House.open({ requireToken: true });
  const refused = ["PERMISSION_DENIED", "not this instance's hub", "Forbidden"];
  deepStrictEqual((await failure(call(await house.connect("wrong")))).slice(0, 3), refused);
  deepStrictEqual((await failure(call(await house.connect()))).slice(0, 3), refused);
  const child = await house.connect(house.launch("child-1").token);
  deepStrictEqual((await failure(call(child, { childRef: "child-002" }))).slice(0, 3), refused);
  strictEqual((await failure(call(child)))[2], "HubUnavailable");
});

// The hub's limit, which would end them otherwise, fails them as HubTimeout.
Deno.test("ProxyCommand fails every call when the hub's connection ends", async () => {
  await using house = await House.open();
  const hub = await house.hub(HUB, { first: { maxInFlight: 256 } }), channel = await house.connect();
  const calls = Array.from({ length: 100 }, () => failure(call(channel)));
  // One that comes behind the end of the connection finds no hub.
  const route = house.host.router.route(HUB)!;
  while (route.inFlight < 100) await new Promise((resolve) => setTimeout(resolve, 1));
  await hub.channel.close();
  for (const [status, message, code] of await Promise.all(calls)) {
    deepStrictEqual([status, message, code], ["UNAVAILABLE", "hub disconnected", "HubDisconnected"]);
  }
});

Deno.test("ProxyCommand gives up when the caller cancels, and tells the hub", async () => {
  await using house = await House.open();
  const hub = await house.hub(HUB, { first: { features: ["cancel"] } }), controller = new AbortController();
  const answer = failure(call(await house.connect(), {}, { signal: controller.signal }));
  const { correlationId } = await hub.next();
  controller.abort();
  strictEqual((await answer)[0], "CANCELLED");
  const cancelled = await hub.next();
  deepStrictEqual([cancelled.control, cancelled.correlationId], [Control.CANCEL, correlationId]);
});

Deno.test("ProxyCommand waits for a hub as long as nx-wait-ms says", async () => {
  await using house = await House.open();
  const channel = await house.connect();
  const answer = call(channel, {}, { waitMs: 4_000 });
  const hub = await house.hub(HUB);
  hub.serve(() => ({ data: utf8.encode("true") }));
  strictEqual((await answer).success, true);
  hub.end();
  while (house.host.router.route(HUB)!.session !== null) await new Promise((resolve) => setTimeout(resolve, 1));
  strictEqual((await failure(call(channel, {}, { waitMs: 20 })))[2], "HubUnavailable");
});

Deno.test("NxHost.stop() answers calls with host is stopping", async () => {
  await using house = await House.open();
  const channel = await house.connect();
  house.host.router.stop();
  deepStrictEqual(await failure(call(channel)), ["UNAVAILABLE", "host is stopping", "HostStopping", "the host stops"]);
});

Deno.test("ProxyCommand notes calls that reach no hub once in ten seconds", async () => {
  await using house = await House.open();
  const channel = await house.connect();
  for (let i = 0; i < 5; i++) await rejects(call(channel));
  for (let i = 0; i < 5; i++) await rejects(call(channel, { hubDeviceId: `unknown ${i}` }));
  const noted = house.host.service("hub-1").log.lines().map(({ text }) => text);
  deepStrictEqual(noted, ["WARN A command failed: hub not connected, HubUnavailable: its state is stopped"]);
  deepStrictEqual(house.notes, [
    'A command failed: hub not connected, HubUnknown: no HUB instance has the device id "unknown 0"',
  ]);
});
