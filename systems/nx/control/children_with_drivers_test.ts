import { deepStrictEqual } from "node:assert/strict";
import { instancesOf } from "../rpc/testing/house.ts";
import { childrenWithDrivers } from "./children_with_drivers.ts";

const HUB = "11111111-1111-1111-1111-111111111111";

/** Children of the hub, by their names at it and their drivers. */
function bound(drivers: Record<string, string>): ReturnType<typeof instancesOf> {
  return instancesOf({
    instances: [
      { instance_id: "hub", device_id: HUB, driver_id: "hub", driver_type: "HUB", binary: "hub", config: {} },
      ...Object.entries(drivers).map(([child_ref, driver_id]) => ({
        ...{ instance_id: child_ref, device_id: crypto.randomUUID(), driver_id, driver_type: "CHILD" },
        ...{ binary: `${driver_id}.ts`, config: { hub_device_id: HUB, child_ref } },
      })),
    ],
  }).filter(({ driverType }) => driverType === "CHILD");
}

/** The driver that each child is expected to have. */
function drivers(models: Record<string, string>, instances: Record<string, string>): (string | null)[] {
  const found = Object.entries(models).map(([ChildRef, Model]) => ({ ChildRef, Model, Manufacturer: "M" }));
  return childrenWithDrivers(found, bound(instances)).map(({ driver }) => driver?.driver_id ?? null);
}

Deno.test("childrenWithDrivers() takes the driver of the same model, else the only one of the hub's children", () => {
  const models = { a: "lamp", b: "lamp", c: "shade", d: "shade", e: "" };
  deepStrictEqual(drivers(models, {}), [null, null, null, null, null]);
  deepStrictEqual(drivers(models, { a: "L" }), ["L", "L", "L", "L", "L"]);
  deepStrictEqual(drivers(models, { a: "L", c: "S" }), ["L", "L", "S", "S", null]);
  deepStrictEqual(drivers(models, { a: "L", b: "other", c: "S" }), [null, null, "S", "S", null]);
});

Deno.test("childrenWithDrivers() names the instance of a child, with the rest of what the hub says", () => {
  deepStrictEqual(
    childrenWithDrivers([{ ChildRef: "a", Protocol: "ZIGBEE" }, { ChildRef: "b" }] as object[], bound({ a: "L" })),
    [
      { ChildRef: "a", Protocol: "ZIGBEE", instance: "a", driver: { driver_id: "L", binary: "L.ts" } },
      { ChildRef: "b", instance: null, driver: { driver_id: "L", binary: "L.ts" } },
    ],
  );
});
