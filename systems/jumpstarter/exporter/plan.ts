/**
 * The tree of devices before it is open: what a configuration file, or a program, asks for.
 *
 * @module
 */
import type { Device } from "../device/define_device.ts";

/** A device with its configuration, checked, and the plans of the devices below it. */
export interface DevicePlan {
  /** What kind of plan it is. */
  readonly kind: "device";
  /** The device. */
  readonly device: Device;
  /** Its configuration, as the device's schema gives it. */
  readonly config: unknown;
  /** What is below it, by name. */
  readonly children: Readonly<Record<string, NodePlan>>;
  /** Its help, in place of the device's own; null for that. */
  readonly description: string | null;
  /** Help of methods, in place of their own. */
  readonly methodsDescription: Readonly<Record<string, string>>;
}

/** A node without methods, for the nodes below it. */
export interface CompositePlan {
  /** What kind of plan it is. */
  readonly kind: "composite";
  /** What is below it, by name. */
  readonly children: Readonly<Record<string, NodePlan>>;
  /** Its help; null without one. */
  readonly description: string | null;
}

/** Another name of a node, and of all below it. */
export interface AliasPlan {
  /** What kind of plan it is. */
  readonly kind: "alias";
  /** The node, by the names from the root, with dots. */
  readonly target: string;
}

/** A node. */
export type NodePlan = DevicePlan | CompositePlan | AliasPlan;

/**
 * The plan of a device, with those of the devices that it always has below it.
 *
 * @param config Its configuration, checked.
 * @throws {Misfit} If a device below it needs a configuration.
 */
export function planOf(device: Device, config: unknown): DevicePlan {
  const below = Object.entries(device.children);
  const children = below.map(([name, child]) => [name, planOf(child, child.config.check({}))] as const);
  return {
    kind: "device",
    device,
    config,
    children: Object.fromEntries(children),
    description: null,
    methodsDescription: {},
  };
}
