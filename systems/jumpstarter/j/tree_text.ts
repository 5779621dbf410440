/**
 * The tree of an exporter's devices, for people and for programs.
 *
 * @module
 */
import type { DeviceReport } from "../client/device_report.ts";
import type { Exporter } from "../client/exporter.ts";

/** One line for each device: its name, its class in Python, and its description. */
export function treeText({ root }: Exporter): string {
  const rows = root.report.children.flatMap((child) => rowsOf(child, 0));
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, rest]) => `${name.padEnd(width)}  ${rest}`.trimEnd() + "\n").join("");
}

/** The same as a document. */
export function treeDocument({ uuid, labels, root }: Exporter): Record<string, unknown> {
  return { uuid, labels, devices: root.report.children.map(documentOf) };
}

function rowsOf(device: DeviceReport, depth: number): [string, string][] {
  const { name, clientClass, description, version, children } = device;
  const facts = [clientClass, version === null ? "" : `version ${version}`, description ?? ""];
  const own: [string, string] = ["  ".repeat(depth) + name, facts.filter((fact) => fact !== "").join("  ")];
  return [own, ...children.flatMap((child) => rowsOf(child, depth + 1))];
}

function documentOf({ name, path, uuid, clientClass, description, version, children }: DeviceReport): unknown {
  return { name, path, uuid, clientClass, description, version, children: children.map(documentOf) };
}
