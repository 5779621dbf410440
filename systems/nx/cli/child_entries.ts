/**
 * Entries of an instances file for children that a hub has found.
 *
 * @module
 */

/** A driver's id and its program, as an entry names them. */
export interface KnownDriver {
  readonly driver_id: string;
  readonly binary: string;
}

/** A child that a hub has found. */
export interface FoundChild {
  readonly Protocol?: string;
  readonly ChildRef: string;
  readonly Manufacturer?: string;
  readonly Model?: string;
  /** The instance that is bound to it; null for none. */
  readonly instance: string | null;
  /** What other instances of the hub let expect as its driver; null if they do not. */
  readonly driver: KnownDriver | null;
}

/** What a host answers. */
export interface Discovery {
  readonly hubDeviceId: string;
  readonly children: readonly FoundChild[];
  /** The ids that are in use. */
  readonly instanceIds: readonly string[];
}

/** An entry; all of them can be pasted as they are. */
export interface ChildEntry extends KnownDriver {
  readonly instance_id: string;
  readonly device_id: string;
  readonly driver_type: "CHILD";
  readonly config: { readonly hub_device_id: string; readonly child_ref: string };
}

/** What stands in an entry until its author fills in a driver: the host loads it, and says that the program is not there. */
export const FILL_IN: KnownDriver = { driver_id: "FILL-IN-DRIVER-ID", binary: "FILL-IN-PROGRAM" };

/** How long an instance's id can be, without a number that makes it differ from others. */
const MAX_STEM = 60;

/** An entry for each child that has no instance, with ids that none has. */
export function childEntries({ hubDeviceId, children, instanceIds }: Discovery): ChildEntry[] {
  const taken = new Set(instanceIds);
  // No command can name a child without a name.
  const unbound = children.filter(({ instance, ChildRef }) => instance === null && ChildRef !== "");
  return unbound.map(({ ChildRef, driver }) => {
    const instance_id = freeId(ChildRef, taken);
    taken.add(instance_id);
    return {
      instance_id,
      device_id: crypto.randomUUID(),
      ...{ driver_id: (driver ?? FILL_IN).driver_id, driver_type: "CHILD", binary: (driver ?? FILL_IN).binary },
      config: { hub_device_id: hubDeviceId, child_ref: ChildRef },
    };
  });
}

function freeId(childRef: string, taken: ReadonlySet<string>): string {
  const stem = childRef.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^[.-]/, "_").slice(0, MAX_STEM);
  for (let count = 1;; count++) {
    const id = count === 1 ? stem : `${stem}-${count}`;
    if (!taken.has(id)) return id;
  }
}
