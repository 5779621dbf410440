import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { create } from "../protobuf.ts";
import { ProxyCommandRequestSchema } from "../hostrpc.ts";
import { HOST_PROXY } from "./definitions.ts";
import { CHILD, House, HUB, OTHER_HUB, RawHub } from "./testing/house.ts";

/** The status that a first message ends with. */
async function statusOf(
  house: House,
  first: Parameters<RawHub["send"]>[0],
  token: string | null = null,
): Promise<string> {
  const hub = new RawHub(await house.connect(token));
  hub.send(first);
  return await hub.status();
}

const REGISTRATION = { hubDeviceId: HUB, endpointKey: "__register__", correlationId: "r" };

Deno.test("registration accepted: the headers say so at once, with the correlation id, the host and the limit", async () => {
  await using house = await House.open();
  const hub = new RawHub(await house.connect());
  hub.send({ ...REGISTRATION, correlationId: "my id ü%", maxInFlight: 4 });
  const headers = await hub.requests.headers;
  deepStrictEqual(["nx-correlation-id", "nx-host", "nx-max-in-flight"].map((key) => headers.get(key)), [
    "my id %C3%BC%25",
    "fluxwire-nx/0.1.0",
    "4",
  ]);
  strictEqual(house.host.router.route(HUB)!.session?.isSure, false);
});

Deno.test("registration refused: no registration within 5 s", async () => {
  const clock = new ManualClock();
  await using house = await House.open({ clock });
  const hub = new RawHub(await house.connect());
  const status = hub.status();
  await clock.timer(5_000);
  clock.advance(5_000);
  strictEqual(await status, "DEADLINE_EXCEEDED: no registration within 5 s");
  deepStrictEqual(house.notes, ["A hub session is refused: no registration within 5 s"]);
});

Deno.test("OpenHubSession refuses each wrong first message with its status", async () => {
  await using house = await House.open();
  const other = house.launch("hub-2");
  deepStrictEqual([
    await statusOf(house, { ...REGISTRATION, endpointKey: "power" }),
    await statusOf(house, { ...REGISTRATION, correlationId: "" }),
    await statusOf(house, { ...REGISTRATION, hubDeviceId: CHILD }),
    await statusOf(house, REGISTRATION, other.token),
    await statusOf(house, REGISTRATION, "of an earlier launch"),
  ], [
    "FAILED_PRECONDITION: the first message must register",
    "INVALID_ARGUMENT: a registration needs hub_device_id and correlation_id",
    `NOT_FOUND: no HUB instance has the device id ${CHILD}`,
    `PERMISSION_DENIED: ${HUB} is not this launch's device id`,
    `PERMISSION_DENIED: ${HUB} is not this launch's device id`,
  ]);
  const silent = new RawHub(await house.connect());
  silent.end();
  strictEqual(await silent.status(), "FAILED_PRECONDITION: the first message must register");
});

Deno.test("OpenHubSession with -require_token refuses a registration without one", async () => {
  await using house = await House.open({ requireToken: true });
  strictEqual(await statusOf(house, REGISTRATION), "UNAUTHENTICATED: a launch token is needed");
  const hub = await house.hub(HUB, { token: house.launch("hub-1").token });
  strictEqual(
    await statusOf(house, REGISTRATION, house.launch("hub-1").token),
    `ALREADY_EXISTS: hub ${HUB} is registered already`,
  );
  strictEqual(house.host.router.route(HUB)!.session?.isSure, true);
  hub.end();
});

Deno.test("registration refused: replaced by the launched hub", async () => {
  await using house = await House.open();
  const unsure = await house.hub(HUB);
  const call = (await house.connect()).client(HOST_PROXY).proxyCommand(
    create(ProxyCommandRequestSchema, { hubDeviceId: HUB, childRef: "1", endpointKey: "power" }),
  );
  call.catch(() => {});
  await unsure.next();
  await house.hub(HUB, { token: house.launch("hub-1").token });
  strictEqual(await unsure.status(), "ABORTED: replaced by the launched hub");
  await rejects(call, { code: "UNAVAILABLE", details: "hub disconnected" });
  strictEqual(await statusOf(house, REGISTRATION), `ALREADY_EXISTS: hub ${HUB} is registered already`);
});

Deno.test("OpenHubSession ends when the hub says no more, when its connection ends, and when its launch is gone", async () => {
  await using house = await House.open();
  const route = house.host.router.route(HUB)!;
  const orderly = await house.hub(HUB);
  orderly.end();
  strictEqual(await orderly.status(), "OK");
  strictEqual(route.session, null);
  const lost = await house.hub(HUB);
  await lost.channel.close();
  const again = await house.hub(OTHER_HUB);
  again.end();
  const launch = house.launch("hub-1");
  while (route.session !== null) await new Promise((resolve) => setTimeout(resolve, 1));
  const launched = await house.hub(HUB, { token: launch.token });
  house.host.launches.end(launch);
  strictEqual(await launched.status(), "OK");
  strictEqual(route.session, null);
});
