import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readInstances } from "../instances/read_instances.ts";
import { childEntries, FILL_IN } from "./child_entries.ts";

const HUB = "11111111-1111-1111-1111-111111111111";
const DRIVER = { driver_id: "com.example.lamp", binary: "lamp/main.ts" };

Deno.test("childEntries() gives entries that load as they are, each with an id of its own", () => {
  const refs = ["lamp", "a/b", "a:b", ".hidden", "-x", "x".repeat(200), `${"x".repeat(200)}y`, "Küche\n"];
  const children = [
    ...refs.map((ChildRef) => ({ ChildRef, instance: null, driver: DRIVER })),
    { ChildRef: "new", instance: null, driver: null },
    { ChildRef: "", instance: null, driver: DRIVER },
    { ChildRef: "bound", instance: "lamp", driver: null },
  ];
  const entries = childEntries({ hubDeviceId: HUB, children, instanceIds: ["hub-1", "lamp"] });
  deepStrictEqual(entries.map(({ instance_id }) => instance_id), [
    ...["lamp-2", "a-b", "a-b-2", "_hidden", "_x", "x".repeat(60), `${"x".repeat(60)}-2`, "K-che-", "new"],
  ]);
  deepStrictEqual(entries.map(({ driver_id, binary }) => ({ driver_id, binary })), [
    ...refs.map(() => DRIVER),
    FILL_IN,
  ]);
  const hub = {
    ...{ instance_id: "hub-1", device_id: HUB, driver_id: "h", driver_type: "HUB", binary: "hub", config: {} },
  };
  const { instances, problems } = readInstances(
    new TextEncoder().encode(JSON.stringify({ instances: [hub, ...entries] })),
  );
  deepStrictEqual(problems, []);
  strictEqual(instances.length, entries.length + 1);
});
