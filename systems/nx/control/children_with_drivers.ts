/**
 * What a host knows of the children that a hub has found.
 *
 * @module
 */
import type { Instance } from "../instances/instance.ts";

/** A child, as far as it is looked at; the rest is passed on. */
interface Found {
  readonly ChildRef?: unknown;
  readonly Manufacturer?: unknown;
  readonly Model?: unknown;
}

/** A child with the instance that is bound to it, and the driver that an instance for it would have. */
export interface KnownChild extends Found {
  readonly instance: string | null;
  readonly driver: { readonly driver_id: string; readonly binary: string } | null;
}

/**
 * Adds to each child its instance, and a driver: that of a child of the same manufacturer and model, else the one that all
 * instances of the hub's children have.
 */
export function childrenWithDrivers(found: readonly Found[], bound: readonly Instance[]): KnownChild[] {
  const instanceOf = (child: Found) => bound.find(({ childRef }) => childRef === child?.ChildRef) ?? null;
  return found.map((child) => {
    const alike = found.filter((other) => isAlike(child, other)).map(instanceOf).filter((one) => one !== null);
    return {
      ...child,
      instance: instanceOf(child)?.instanceId ?? null,
      driver: onlyDriver(alike) ?? onlyDriver(bound),
    };
  });
}

function isAlike(child: Found, other: Found): boolean {
  return !!child?.Model && child.Model === other?.Model && child.Manufacturer === other.Manufacturer;
}

/** The driver of instances, if there are some and all have the same. */
function onlyDriver(instances: readonly Instance[]): KnownChild["driver"] {
  const [first] = instances;
  if (first === undefined) return null;
  const { driverId, binary } = first;
  const isSame = instances.every((one) => one.driverId === driverId && one.binary === binary);
  return isSame ? { driver_id: driverId, binary } : null;
}
