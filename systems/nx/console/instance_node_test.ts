import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { HubStatus, InstanceStatus } from "../host/status.ts";
import { type House, idOf, nodesBelow, placeOf, rootsOf } from "./instance_node.ts";

const HUB: HubStatus = {
  sessionSince: "2026-01-02T03:04:05.678Z",
  sure: true,
  features: ["cancel"],
  maxInFlight: 16,
  inFlight: 1,
  waiting: 2,
  routed: 3,
  failed: { HubTimeout: 2 },
  dropped: 0,
  sumMs: 12,
  p50Ms: 4,
  p99Ms: 9,
  children: ["lamp"],
};

function service(change: Partial<InstanceStatus>): InstanceStatus {
  return {
    id: "hub",
    state: "ready",
    since: "2026-01-02T03:04:05.678Z",
    retryAt: null,
    adopted: false,
    pid: 42,
    silent: false,
    restarts: 0,
    memoryBytes: null,
    cpuMs: null,
    limits: {},
    watchFailure: null,
    logFailure: null,
    lastError: null,
    failures: [],
    deviceId: "1111",
    driverId: "com.example.hub",
    driverType: "HUB",
    driverVersion: "1.0.0",
    session: true,
    health: { status: "OK", details: {} },
    hub: null,
    child: null,
    ...change,
  };
}

function house(...services: InstanceStatus[]): House {
  return { services, device: () => null };
}

/** The state, the problem's code and its remedy of the only root. */
function root(change: Partial<InstanceStatus>): unknown[] {
  const [node] = rootsOf(house(service(change)));
  return [node!.state?.level, node!.state?.text, node!.problem?.code ?? null];
}

Deno.test("children stand below their hub, and at the top if the host has none of that id", () => {
  const child = { hubDeviceId: "1111", childRef: "a", hubConnected: true }, type = { driverType: "CHILD" as const };
  const lost = service({
    id: "lost",
    deviceId: "3",
    ...type,
    child: { ...child, hubDeviceId: "9999", hubConnected: false },
  });
  const all = house(service({ hub: HUB }), service({ id: "lamp", deviceId: "2", ...type, child }), lost);
  deepStrictEqual(rootsOf(all).map(({ title, kind }) => [title, kind]), [["hub", "hub"], ["lost", "child"]]);
  deepStrictEqual(nodesBelow("hub", all).map(({ title }) => title), ["lamp"]);
  strictEqual(rootsOf(all)[1]!.problem?.code, "HubUnknown");
  const facts = rootsOf(all)[0]!.facts.map(({ name, value }) => `${name}: ${value}`);
  strictEqual(facts.includes("Failed commands: HubTimeout 2"), true);
  strictEqual(facts.includes("Commands: 1 at the hub, 2 waiting, 3 ended"), true);
});

Deno.test("an instance says how it is in a word, and why it does not work", () => {
  const lastError = { at: "2026-01-02T03:04:05.678Z", cause: "It ended with exit code 1" };
  deepStrictEqual(root({}), ["good", "ready", null]);
  deepStrictEqual(root({ state: "disabled" }), ["off", "disabled", null]);
  const waiting = root({ state: "waiting", retryAt: "2026-01-02T03:04:07.000Z", lastError });
  deepStrictEqual(waiting, ["busy", "waiting, again at 03:04:07", "StartFailed"]);
  deepStrictEqual(root({ state: "given-up", lastError }), ["bad", "given up", "StartFailed"]);
  deepStrictEqual(root({ state: "starting", lastError }), ["busy", "starting", null]);
  deepStrictEqual(root({ hub: { ...HUB, sessionSince: null } }), ["bad", "no hub session", null]);
  deepStrictEqual(root({ health: { status: "DOWN", details: { bus: "broken" } } }), ["bad", "DOWN", "DOWN"]);
});

Deno.test("placeOf() reads what idOf() writes, and nothing else", () => {
  for (
    const place of [
      { is: "instance", id: "hub-1" },
      { is: "endpoint", id: "hub-1", key: "main power" },
      { is: "variable", id: "hub-1", key: "" },
    ] as const
  ) deepStrictEqual(placeOf(idOf(place)), place);
  deepStrictEqual(["", "instance", "endpoint hub-1", "hub hub-1"].map(placeOf), [null, null, null, null]);
});
