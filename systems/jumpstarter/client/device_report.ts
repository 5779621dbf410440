/**
 * The tree of devices that an exporter reports.
 *
 * @module
 */
import { ProtocolError } from "@fluxwire/transport";
import type { DriverInstanceReport } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { CLIENT_LABEL, NAME_LABEL, VERSION_LABEL } from "../wire/names.ts";

/** A device, as its exporter reports it. */
export interface DeviceReport {
  /** Names it in calls; an alias has that of its target. */
  readonly uuid: string;
  /** Its name under its parent; empty for the root. */
  readonly name: string;
  /** The names from the root, with dots between them; empty for the root. */
  readonly path: string;
  /** The dotted path of its client class in Python. */
  readonly clientClass: string;
  /** Its help text; null if it has none. */
  readonly description: string | null;
  /** Help texts by the names of commands. */
  readonly commandHelp: Readonly<Record<string, string>>;
  /** The version with which it was defined; null for devices of other programs. */
  readonly version: string | null;
  /** All of its labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** The devices below it, in the exporter's order. */
  readonly children: readonly DeviceReport[];
}

/** Devices that an exporter may report. */
const MAX_DEVICES = 10_000;

type Growing = DeviceReport & { children: DeviceReport[] };

/**
 * The root of the devices in a report. A device belongs to the latest device before it that has its parent's uuid, as an
 * alias repeats uuids.
 *
 * @throws {ProtocolError} `BadReport` for a report without a root, with two, with a device before its parent, or with more
 * than 10,000 devices.
 */
export function treeOf(reports: readonly DriverInstanceReport[]): DeviceReport {
  if (reports.length > MAX_DEVICES) throw bad(`${reports.length} devices exceed the limit of ${MAX_DEVICES}`);
  const latest = new Map<string, Growing>();
  let root: Growing | null = null;
  for (const report of reports) {
    const { uuid, parentUuid } = report;
    if (parentUuid === undefined || parentUuid === "") {
      if (root !== null) throw bad(`device ${uuid} is a second root beside ${root.uuid}`);
      root = deviceOf(report, "", "");
      latest.set(uuid, root);
      continue;
    }
    const parent = latest.get(parentUuid);
    if (parent === undefined) throw bad(`device ${uuid} comes before its parent ${parentUuid}`);
    const name = report.labels[NAME_LABEL];
    if (name === undefined) throw bad(`device ${uuid} has no label ${NAME_LABEL}`);
    const device = deviceOf(report, name, parent.path === "" ? name : `${parent.path}.${name}`);
    parent.children.push(device);
    latest.set(uuid, device);
  }
  if (root === null) throw bad("it has no root");
  return root;
}

function deviceOf(report: DriverInstanceReport, name: string, path: string): Growing {
  const { uuid, labels, description, methodsDescription } = report;
  return {
    uuid,
    name,
    path,
    clientClass: labels[CLIENT_LABEL] ?? "",
    description: description ?? null,
    commandHelp: methodsDescription,
    version: labels[VERSION_LABEL] ?? null,
    labels,
    children: [],
  };
}

function bad(problem: string): ProtocolError<"BadReport"> {
  return new ProtocolError("BadReport", `Cannot use the exporter's report: ${problem}`);
}
