/**
 * Reads an instances file, and finds all that is wrong with it at once.
 *
 * @module
 */
import type { Instance } from "./instance.ts";
import { JsonError, type JsonNode, kindText, memberOf, readJson } from "../json/json_node.ts";
import { Lines, type Place, type Problem } from "./problem.ts";
import { quoted, readEntry } from "./read_entry.ts";

/** A file that a person writes is far smaller. */
const MAX_BYTES = 16 << 20;
/** How many hubs a finding names. */
const MAX_NAMED = 10;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a file says, and what is wrong with it. */
export interface ReadInstances {
  /** Every entry, in the file's order; incomplete where a problem says so. */
  readonly instances: readonly Instance[];
  /** Every finding, in the file's order. The file can be used if all of them are warnings. */
  readonly problems: readonly Problem[];
  /** Where the value of an instance's member stands; where its entry does, without such a member. */
  placeOf(instance: Instance, member: "binary" | "config"): Place;
}

/** Of a file without entries. */
const NO_PLACE = (): Place => ({ line: 1, column: 1 });

/** An entry, its place in the file, and how problems name it. */
interface Entry {
  readonly instance: Instance;
  readonly node: JsonNode;
  readonly label: string;
}

/** Reads the bytes of an instances file. Never throws: every fault is a problem. */
export function readInstances(bytes: Uint8Array): ReadInstances {
  const findings = new Findings();
  const text = decoded(bytes, findings);
  const root = text === null ? null : parsed(text, findings);
  if (text === null || root === null) return { instances: [], problems: findings.sorted, placeOf: NO_PLACE };
  findings.text = text;
  const list = listOf(root, findings);
  const entries = list.map((node, i): Entry => {
    const label = labelOf(node, i);
    const instance = readEntry(text, node, (member, at, what) => findings.add(label, member || null, at.start, what));
    return { instance, node, label };
  });
  for (const { node, label } of entries) {
    findRepeated(node, "", (member, at) => {
      findings.add(label, member, at, "stands twice in one object; remove one");
    });
  }
  findRepeatedIds(entries, findings);
  findUnknownHubs(entries, findings);
  const lines = new Lines(text), nodes = new Map(entries.map(({ instance, node }) => [instance, node]));
  return {
    instances: entries.map(({ instance }) => instance),
    problems: findings.sorted,
    placeOf(instance, member) {
      const node = nodes.get(instance);
      return node === undefined ? NO_PLACE() : lines.placeOf((memberOf(node, member) ?? node).start);
    },
  };
}

/**
 * Reads an instances file. Never rejects: a file that cannot be read is a problem.
 *
 * @param path The file.
 */
export async function readInstancesFile(path: string): Promise<ReadInstances> {
  try {
    return readInstances(await readAtMost(path, MAX_BYTES + 1));
  } catch (error) {
    const text = error instanceof Deno.errors.NotFound
      ? "is not there"
      : `cannot be read: ${error instanceof Error ? error.message : error}`;
    const problem = { isWarning: false, instance: null, member: null, ...NO_PLACE(), text };
    return { instances: [], problems: [problem], placeOf: NO_PLACE };
  }
}

/** The first bytes of a file: what is too long, or never ends, is not kept. */
async function readAtMost(path: string, bytes: number): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let left = bytes; left > 0;) {
    const chunk = new Uint8Array(Math.min(left, 1 << 16)), count = await file.read(chunk);
    if (count === null) break;
    chunks.push(chunk.subarray(0, count));
    left -= count;
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Collects findings with their offsets, and gives them with their places. */
class Findings {
  readonly #found: { offset: number; problem: Omit<Problem, "line" | "column"> }[] = [];
  text = "";

  add(instance: string | null, member: string | null, offset: number, text: string, isWarning = false): void {
    this.#found.push({ offset, problem: { isWarning, instance, member, text } });
  }

  get sorted(): Problem[] {
    const inOrder = this.#found.toSorted((a, b) => a.offset - b.offset);
    const lines = new Lines(this.text);
    return inOrder.map(({ offset, problem }) => ({ ...problem, ...lines.placeOf(offset) }));
  }
}

function decoded(bytes: Uint8Array, findings: Findings): string | null {
  if (bytes.length > MAX_BYTES) {
    findings.add(null, null, 0, `it has more than ${MAX_BYTES} bytes, and no more are read`);
    return null;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    findings.text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    findings.add(null, null, firstFault(findings.text, bytes), "is not UTF-8 from here; save the file as UTF-8");
    return null;
  }
}

/** Where the first bytes stand that are no UTF-8: the first U+FFFD that is not in the file itself. */
function firstFault(text: string, bytes: Uint8Array): number {
  const utf8 = new TextEncoder();
  let [at, read] = [0, 0];
  for (const { index } of text.matchAll(/\uFFFD/g)) {
    read += utf8.encode(text.slice(at, index)).length;
    if (bytes[read] !== 0xef || bytes[read + 1] !== 0xbf || bytes[read + 2] !== 0xbd) return index;
    [at, read] = [index + 1, read + 3];
  }
  return at;
}

function parsed(text: string, findings: Findings): JsonNode | null {
  findings.text = text;
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const found = error.offset >= text.length ? "the file ends here" : `found ${quoted(text[error.offset]!)}`;
    findings.add(null, null, error.offset, `is no JSON: ${found}, expected ${error.expected}`);
    return null;
  }
}

function listOf(root: JsonNode, findings: Findings): readonly JsonNode[] {
  const list = memberOf(root, "instances");
  if (root.kind === "object") {
    findRepeated({ ...root, members: root.members.map(scalar) }, "", (member, at) => {
      findings.add(null, member, at, "stands twice in one object; remove one");
    });
  }
  if (list?.kind === "array") return list.items;
  const form = `the file must be {"instances": [...]}`;
  if (root.kind !== "object") findings.add(null, null, root.start, `is ${kindText(root)}; ${form}`);
  else if (list === undefined) findings.add(null, "instances", root.start, `is missing; ${form}`);
  else findings.add(null, "instances", list.start, `is ${kindText(list)}; ${form}`);
  return [];
}

/** A member without what is in it. */
function scalar<T extends { value: JsonNode }>(member: T): T {
  return { ...member, value: { kind: "null", start: member.value.start, end: member.value.end } };
}

function labelOf(node: JsonNode, index: number): string {
  const id = memberOf(node, "instance_id");
  return id?.kind === "text" && /^[\x21-\x7e]{1,64}$/.test(id.value) ? id.value : `instances[${index}]`;
}

/** Every member whose name stands earlier in the same object. */
function findRepeated(node: JsonNode, path: string, report: (member: string, offset: number) => void): void {
  if (node.kind === "array") node.items.forEach((item, i) => findRepeated(item, `${path}[${i}]`, report));
  if (node.kind !== "object") return;
  const seen = new Set<string>();
  for (const { name, start, value } of node.members) {
    const member = path === "" ? name : `${path}.${name}`;
    if (seen.has(name)) report(member, start);
    seen.add(name);
    findRepeated(value, member, report);
  }
}

function findRepeatedIds(entries: readonly Entry[], findings: Findings): void {
  const ids = new Map<string, Entry>(), hubs = new Map<string, Entry>(), devices = new Map<string, Entry>();
  for (const entry of entries) {
    const { instanceId, deviceId, driverType } = entry.instance;
    const at = (name: string) => memberOf(entry.node, name)?.start ?? entry.node.start;
    const same = instanceId === "" ? undefined : ids.get(instanceId.toLowerCase());
    if (same !== undefined) {
      const how = same.instance.instanceId === instanceId ? "" : " apart from the case of letters";
      findings.add(
        entry.label,
        "instance_id",
        at("instance_id"),
        `is that of an earlier entry${how}; each needs its own`,
      );
    } else ids.set(instanceId.toLowerCase(), entry);
    if (deviceId === "") continue;
    const hub = hubs.get(deviceId), other = devices.get(deviceId);
    if (driverType === "HUB" && hub !== undefined) {
      findings.add(entry.label, "device_id", at("device_id"), `is that of HUB ${hub.label}; each hub needs its own`);
    } else if (other !== undefined) {
      findings.add(entry.label, "device_id", at("device_id"), `is that of ${other.label} too`, true);
    }
    if (!UUID.test(deviceId)) {
      findings.add(entry.label, "device_id", at("device_id"), `${quoted(deviceId)} is no UUID`, true);
    }
    if (driverType === "HUB" && hub === undefined) hubs.set(deviceId, entry);
    if (other === undefined) devices.set(deviceId, entry);
  }
}

function findUnknownHubs(entries: readonly Entry[], findings: Findings): void {
  const hubs = new Set(
    entries.filter(({ instance }) => instance.driverType === "HUB").map(({ instance }) => instance.deviceId),
  );
  const named = [...hubs].slice(0, MAX_NAMED).join(", "), more = hubs.size > MAX_NAMED ? ", and others" : "";
  const known = hubs.size === 0 ? "the file has none" : `the file has ${named}${more}`;
  for (const { instance: { hubDeviceId }, node, label } of entries) {
    if (hubDeviceId === null || hubs.has(hubDeviceId)) continue;
    const member = memberOf(memberOf(node, "config")!, "hub_device_id")!;
    findings.add(
      label,
      "config.hub_device_id",
      member.start,
      `${quoted(hubDeviceId)} is the device id of no HUB; ${known}`,
    );
  }
}
