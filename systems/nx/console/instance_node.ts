/**
 * Instances of a driver host as nodes of the console's tree: hubs with their children, endpoints and variables below.
 *
 * @module
 */
import type { ErrorJson, NodeFact, NodeState, TreeNode } from "@fluxwire/console";
import type { InstanceStatus } from "../host/status.ts";
import type { ShownDevice, ShownEndpoint, ShownVariable } from "../publish/last_published.ts";

/** What a node stands for; its id is made of it. */
export type Place =
  | { readonly is: "instance"; readonly id: string }
  | { readonly is: "endpoint" | "variable"; readonly id: string; readonly key: string };

/** What a level of the tree needs to know. */
export interface House {
  readonly services: readonly InstanceStatus[];
  /** What a device has published; null for nothing. */
  device(deviceId: string): ShownDevice | null;
}

/** The id of a node. */
export function idOf(place: Place): string {
  return place.is === "instance" ? `instance ${place.id}` : `${place.is} ${place.id} ${place.key}`;
}

/** What an id stands for; null for a text that is not such an id. */
export function placeOf(text: string): Place | null {
  const [, is, id, key] = /^(instance|endpoint|variable) (\S+)(?: (.*))?$/s.exec(text) ?? [];
  if (is === "instance" && id !== undefined) return { is, id };
  return (is === "endpoint" || is === "variable") && key !== undefined ? { is, id: id!, key } : null;
}

/** Hubs, devices, and children whose hub the host does not have. */
export function rootsOf(house: House): TreeNode[] {
  return house.services.filter((service) => hubOf(service, house) === null).map((service) =>
    instanceNode(service, house)
  );
}

/** What is below an instance: its endpoints and variables, then its children. */
export function nodesBelow(id: string, house: House): TreeNode[] {
  const service = house.services.find((one) => one.id === id);
  if (service === undefined) return [];
  const device = house.device(service.deviceId);
  return [
    ...(device?.endpoints ?? []).map((endpoint) => endpointNode(id, endpoint)),
    ...(device?.variables ?? []).map((variable) => variableNode(id, variable)),
    ...house.services.filter((one) => hubOf(one, house) === service).map((one) => instanceNode(one, house)),
  ];
}

function hubOf({ child }: InstanceStatus, { services }: House): InstanceStatus | null {
  if (child === null || child.hubDeviceId === null) return null;
  return services.find(({ hub, deviceId }) => hub !== null && deviceId === child.hubDeviceId) ?? null;
}

function instanceNode(service: InstanceStatus, house: House): TreeNode {
  const { id, driverType, deviceId } = service, device = house.device(deviceId);
  return {
    id: idOf({ is: "instance", id }),
    title: id,
    kind: driverType.toLowerCase(),
    hasChildren: nodesBelow(id, house).length > 0,
    hasRows: false,
    state: stateOf(service),
    problem: problemOf(service, hubOf(service, house)),
    facts: factsOf(service, device),
  };
}

function endpointNode(id: string, { key, name, controlType, schema }: ShownEndpoint): TreeNode {
  const kind = controlType === "" ? "endpoint" : `endpoint, ${controlType}`;
  return {
    ...{ id: idOf({ is: "endpoint", id, key }), title: name || key, kind, hasChildren: false, hasRows: false },
    ...{ state: null, problem: null },
    facts: factList([["Key", key], ["A command's payload", schema]]),
  };
}

function variableNode(id: string, { key, type, unit, value, quality }: ShownVariable): TreeNode {
  const isGood = quality === "" || quality === "GOOD",
    text = value === null ? "no value yet" : `${value} ${unit}`.trim();
  const level = value === null ? "off" : isGood ? "good" : "bad";
  return {
    ...{ id: idOf({ is: "variable", id, key }), title: key, kind: "variable", hasChildren: false, hasRows: false },
    state: { level, text: isGood ? text : `${text} ${quality}` },
    problem: null,
    facts: factList([["Type", type], ["Unit", unit], ["Value", value], ["Quality", quality]]),
  };
}

/** A hub or child that runs is only as well as its session, its hub and its driver say. */
function stateOf({ state, health, hub, child, retryAt }: InstanceStatus): NodeState {
  if (state === "disabled" || state === "stopped" || state === "ended") return { level: "off", text: state };
  if (state === "given-up") return { level: "bad", text: "given up" };
  if (state !== "ready") {
    const when = retryAt === null ? "" : `, again at ${retryAt.slice(11, 19)}`;
    return { level: "busy", text: `${state}${when}` };
  }
  if (hub !== null && hub.sessionSince === null) return { level: "bad", text: "no hub session" };
  if (child !== null && !child.hubConnected) return { level: "bad", text: "its hub is away" };
  return health.status === "OK" ? { level: "good", text: "ready" } : { level: "bad", text: health.status };
}

function problemOf(
  { id, state, lastError, health, child }: InstanceStatus,
  hub: InstanceStatus | null,
): ErrorJson | null {
  const isDown = state === "waiting" || state === "given-up";
  if (isDown && lastError !== null) {
    return { code: "StartFailed", message: lastError.cause, remedy: `Read the log of ${id}, then restart it` };
  }
  if (state === "ready" && child !== null && !child.hubConnected) {
    if (hub === null) {
      const message = `The host has no hub with the device id ${child.hubDeviceId ?? "of this child"}`;
      return { code: "HubUnknown", message, remedy: "Give hub_device_id the device_id of a HUB in the instances file" };
    }
    const message = `The hub ${hub.id} has no session: it is ${hub.state}`;
    return {
      code: "HubUnavailable",
      message,
      remedy: `See why ${hub.id} is away, or restart it; commands fail until then`,
    };
  }
  if (state !== "ready" || health.status === "OK") return null;
  const details = Object.entries(health.details).map(([name, text]) => `${name}: ${text}`).join("; ");
  return { code: health.status, message: details || "The driver says that it is not well", remedy: null };
}

function factsOf(service: InstanceStatus, device: ShownDevice | null): NodeFact[] {
  const { hub, child, memoryBytes } = service;
  const failed = Object.entries(hub?.failed ?? {}).map(([code, count]) => `${code} ${count}`).join(", ");
  return factList([
    ["Device", device?.displayName ?? null],
    ["Device id", service.deviceId],
    ["Driver", [service.driverId, service.driverVersion].join(" ").trim()],
    ["Since", service.since],
    ["Process", service.pid === null ? null : `${service.pid}`],
    ["Restarts", `${service.restarts}`],
    ["Memory", memoryBytes === null ? null : `${Math.round(memoryBytes / 1e6)} MB`],
    ["Driver session", service.session ? "open" : "none"],
    ["State", device?.state ?? null],
    ["Hub session since", hub?.sessionSince ?? null],
    ["What the hub can do", hub?.features.join(", ") ?? null],
    ["Commands", hub === null ? null : `${hub.inFlight} at the hub, ${hub.waiting} waiting, ${hub.routed} ended`],
    ["Failed commands", failed],
    ["Time of a command", hub === null || hub.p50Ms === null ? null : `p50 ${hub.p50Ms} ms, p99 ${hub.p99Ms} ms`],
    ["Hub", child?.hubDeviceId ?? null],
    ["Name at the hub", child?.childRef ?? null],
    ["Last failure", service.lastError === null ? null : `${service.lastError.at}: ${service.lastError.cause}`],
  ]);
}

function factList(facts: readonly (readonly [name: string, value: string | null])[]): NodeFact[] {
  return facts.flatMap(([name, value]) => value === null || value === "" ? [] : [{ name, value }]);
}
