/**
 * What can be done at a node of a driver host.
 *
 * @module
 */
import type { Action, JsonSchema } from "@fluxwire/console";
import type { InstanceStatus } from "../host/status.ts";
import type { ShownEndpoint } from "../publish/last_published.ts";

const NOTHING: JsonSchema = { type: "array", items: false };
/** JSON that is sent as it was typed, so that no number loses digits. */
const JSON_TEXT: JsonSchema = { type: "string", format: "json", title: "Payload", description: "JSON", minLength: 1 };
const KEY: JsonSchema = { type: "string", title: "Endpoint", minLength: 1 };

/** What can be done with an instance. */
export function instanceActions({ id, deviceId, hub, child, session }: InstanceStatus): Action[] {
  const command = {
    help: "Sends a command to an endpoint of this driver, and follows it",
    input: listOf(KEY, JSON_TEXT),
  };
  const proxy = {
    help: "Sends a command for this child to its hub, without its driver",
    input: listOf(KEY, JSON_TEXT),
  };
  const topic = topicOf({ hub, child, deviceId });
  const stop = { help: "Stops it until it is restarted", confirm: `Stop ${id}? What it does ends.` };
  return [
    ...session ? [action("command", "stream", command)] : [],
    ...child === null || child.hubDeviceId === null ? [] : [action("ask the hub", "stream", proxy)],
    ...hub?.features.includes("discover") ? [action("discover", "call", { help: "Looks for children" })] : [],
    ...topic === null
      ? []
      : [action("events", "stream", { help: "Shows what is reported, as it comes", changes: false })],
    action("restart", "call", { help: "Stops it and starts it" }),
    action("stop", "call", stop),
  ];
}

/** Whose events an instance has: a hub's are its own and those of its children; null for none. */
export function topicOf(
  { deviceId, hub, child }: Pick<InstanceStatus, "deviceId" | "hub" | "child">,
): [hubDeviceId: string, childRef: string] | null {
  if (hub?.features.includes("events")) return [deviceId, "*"];
  const { hubDeviceId = null, childRef = null } = child ?? {};
  return hubDeviceId === null || childRef === null ? null : [hubDeviceId, childRef];
}

/** What can be done with an endpoint: its schema gives the field of the payload. */
export function endpointActions({ schema }: ShownEndpoint): Action[] {
  const payload = schemaOf(schema);
  const known = payload === null ? JSON_TEXT : { ...payload, title: payload.title ?? "Value" };
  return [action("send", "stream", { help: "Sends a command, and follows it by its id", input: listOf(known) })];
}

/** The payload of an endpoint's command: what its field gave, as JSON. */
export function payloadOf({ schema }: ShownEndpoint, value: unknown): string {
  return schemaOf(schema) === null && typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function schemaOf(text: string): JsonSchema | null {
  try {
    const schema: unknown = JSON.parse(text);
    return typeof schema === "object" && schema !== null && !Array.isArray(schema) ? schema as JsonSchema : null;
  } catch {
    return null;
  }
}

function listOf(...prefixItems: readonly JsonSchema[]): JsonSchema {
  return { type: "array", prefixItems, items: false };
}

function action(id: string, kind: Action["kind"], more: Partial<Action>): Action {
  return { id, title: id, help: null, kind, input: NOTHING, changes: true, confirm: null, ...more };
}
