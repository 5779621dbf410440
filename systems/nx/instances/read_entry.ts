/**
 * Reads one entry of an instances file, with all that is wrong with it alone.
 *
 * @module
 */
import { normalize } from "node:path";
import { configSecrets } from "./config_secrets.ts";
import { DRIVER_TYPES, type DriverType, type Instance } from "./instance.ts";
import { type JsonNode, kindText, memberOf } from "../json/json_node.ts";
import { leavesFolder } from "./leaves_folder.ts";
import { readSettings, type Report } from "./settings.ts";

/** It becomes a folder's name. */
const INSTANCE_ID = /^(?!\.)[A-Za-z0-9._-]{1,64}$/;

const utf8 = new TextEncoder();

/** Reads an entry. What is wrong is reported; the result then stands for what could be read. */
export function readEntry(text: string, node: JsonNode, report: Report): Instance {
  if (node.kind !== "object") report("", node, `must be an object, not ${kindText(node)}`);
  const config = memberOf(node, "config");
  const driverType = readDriverType(node, report);
  const ofChild = driverType === "CHILD" && config !== undefined ? config : { start: 0, end: 0, kind: "null" as const };
  return {
    instanceId: readInstanceId(node, report),
    deviceId: requiredText(node, "device_id", report),
    driverId: requiredText(node, "driver_id", report),
    driverType,
    binary: readBinary(node, report),
    config: utf8.encode(config === undefined ? "{}" : text.slice(config.start, config.end)),
    hubDeviceId: optionalText(ofChild, "hub_device_id", report),
    childRef: optionalText(ofChild, "child_ref", report),
    secrets: config === undefined ? [] : configSecrets(config),
    settings: readSettings(memberOf(node, "fluxwire"), report),
  };
}

function readInstanceId(node: JsonNode, report: Report): string {
  const id = requiredText(node, "instance_id", report);
  if (id !== "" && !INSTANCE_ID.test(id)) {
    const rule = "1 to 64 of A-Z a-z 0-9 . _ -, not beginning with a dot: it becomes the name of a folder";
    report("instance_id", memberOf(node, "instance_id")!, `must have ${rule}`);
  }
  return id;
}

function readDriverType(node: JsonNode, report: Report): DriverType {
  const member = memberOf(node, "driver_type");
  const found = DRIVER_TYPES.find((type) => member?.kind === "text" && type === member.value);
  if (found !== undefined) return found;
  if (node.kind !== "object") return "DEVICE";
  const given = member === undefined
    ? "is missing; it"
    : member.kind === "text"
    ? `${quoted(member.value)}`
    : kindText(member);
  report("driver_type", member ?? node, `${given} must be one of ${DRIVER_TYPES.join(", ")}`);
  return "DEVICE";
}

function readBinary(node: JsonNode, report: Report): string {
  const binary = requiredText(node, "binary", report);
  if (binary !== "" && leavesFolder(binary)) {
    report("binary", memberOf(node, "binary")!, `${quoted(binary)} must be a file within the drivers' folder`);
  }
  return normalize(binary);
}

function requiredText(node: JsonNode, name: string, report: Report): string {
  const member = memberOf(node, name);
  if (member?.kind === "text" && member.value !== "") return member.value;
  if (node.kind !== "object") return "";
  const what = member === undefined ? "is missing" : member.kind === "text" ? "is empty" : `is ${kindText(member)}`;
  report(name, member ?? node, `${what}; it must be a text that is not empty`);
  return "";
}

/** A member of a CHILD's configuration, which may be left out. */
function optionalText(config: JsonNode, name: string, report: Report): string | null {
  const member = memberOf(config, name);
  if (member === undefined) return null;
  if (member.kind === "text" && member.value !== "") return member.value;
  report(`config.${name}`, member, "must be a text that is not empty");
  return null;
}

/** A text as JSON writes it. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
