/**
 * Whether a client and an exporter have versions of a device that go together.
 *
 * @module
 */
import type { Device } from "../device/define_device.ts";
import type { DeviceReport } from "./device_report.ts";

/** What to say about an exporter with another major version of a device, with both; null if there is nothing to say. */
export function versionWarning(
  { name, version }: Pick<Device, "name" | "version">,
  report: Pick<DeviceReport, "path" | "version">,
): string | null {
  const own = majorOf(version), theirs = majorOf(report.version);
  if (own === null || theirs === null || own === theirs) return null;
  return `${
    report.path || name
  }: this client is made for version ${version}, and the exporter has ${report.version}: ` +
    "methods may have changed, as the major version differs";
}

function majorOf(version: string | null): string | null {
  return /^(\d+)\.\d+\.\d+/.exec(version ?? "")?.[1] ?? null;
}
