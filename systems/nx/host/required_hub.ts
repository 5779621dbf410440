/**
 * What a child's package says of the hub that it needs.
 *
 * @module
 */
import { join } from "node:path";
import { FinalLaunchError } from "@fluxwire/supervise";
import type { Instance } from "../instances/instance.ts";
import { compareVersions } from "../package/semantic_version.ts";
import type { NxService } from "./nx_service.ts";
import type { LaunchFolders } from "./work_folder.ts";

/** A hub that a driver can be a child of. */
export interface RequiredHub {
  readonly hub_driver_id: string;
  readonly min_version?: string;
}

/**
 * Refuses to launch a child whose hub is another driver, or too old. A version that is unknown is a warning.
 *
 * @throws {FinalLaunchError} `needs hub A >= 1.2.0, and hub-1 is A 1.1.0`.
 */
export async function checkRequiredHub(
  instance: Instance,
  { folders, services }: { folders: LaunchFolders; services: readonly NxService[] },
): Promise<void> {
  const { driverType, hubDeviceId } = instance;
  if (driverType !== "CHILD" || hubDeviceId === null) return;
  const required = (await manifestOf(instance, folders))?.requires_hub ?? [];
  const hub = services.find(({ instance }) => instance.driverType === "HUB" && instance.deviceId === hubDeviceId);
  if (required.length === 0 || hub === undefined) return;
  const { driverId } = hub.instance;
  const version = hub.session?.hello.driverVersion || (await manifestOf(hub.instance, folders))?.version || null;
  const wanted = required.map(({ hub_driver_id, min_version }) => {
    return min_version === undefined ? hub_driver_id : `${hub_driver_id} >= ${min_version}`;
  });
  const sameDriver = required.find(({ hub_driver_id }) => hub_driver_id === driverId);
  const found = `${hub.id} is ${driverId}${version === null ? "" : ` ${version}`}`;
  if (sameDriver === undefined) throw new FinalLaunchError(`needs hub ${wanted.join(" or ")}, and ${found}`);
  const { min_version } = sameDriver;
  if (min_version === undefined) return;
  const order = version === null ? null : compareVersions(version, min_version);
  if (order !== null && order < 0) throw new FinalLaunchError(`needs hub ${wanted.join(" or ")}, and ${found}`);
  const child = services.find(({ id }) => id === instance.instanceId);
  if (order === null) {
    child?.log.note("warn", `needs hub ${wanted.join(" or ")}, and the version of ${hub.id} is unknown`);
  }
}

interface Manifest {
  readonly version?: string;
  readonly requires_hub?: readonly RequiredHub[];
}

/** The manifest of an instance's package; null without one. */
async function manifestOf({ settings }: Instance, { driversDir }: LaunchFolders): Promise<Manifest | null> {
  if (settings.package === null) return null;
  try {
    return JSON.parse(await Deno.readTextFile(join(driversDir, settings.package, "manifest.json")));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new FinalLaunchError(`Cannot read manifest.json of package ${settings.package}: ${why}`, { cause });
  }
}
