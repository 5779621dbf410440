/**
 * One entry of an instances file.
 *
 * @module
 */
import type { InstanceSettings } from "./settings.ts";

/** What a driver is. */
export const DRIVER_TYPES = ["DEVICE", "HUB", "CHILD", "UI"] as const;

/** What a driver is; `UI` is run like `DEVICE`. */
export type DriverType = typeof DRIVER_TYPES[number];

/** One driver to run. */
export interface Instance {
  /** Its id, the name of its folder. */
  readonly instanceId: string;
  /** The id of its device; a HUB is reached by it. */
  readonly deviceId: string;
  /** The id that the driver says itself. */
  readonly driverId: string;
  /** What the driver is. */
  readonly driverType: DriverType;
  /** Its program, within the drivers' folder. */
  readonly binary: string;
  /** Its configuration: the bytes as they stand in the file. */
  readonly config: Uint8Array<ArrayBuffer>;
  /** Of a CHILD: the device id of its hub; null if its configuration names none. */
  readonly hubDeviceId: string | null;
  /** Of a CHILD: its name at its hub; null if its configuration has none. */
  readonly childRef: string | null;
  /** Texts of its configuration that no log may show. */
  readonly secrets: readonly string[];
  /** The rest. */
  readonly settings: InstanceSettings;
}
