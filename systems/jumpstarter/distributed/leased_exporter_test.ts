import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { call, defineDevice } from "../mod.ts";
import { start } from "./testing/started.ts";

const lamp = defineDevice({
  name: "lamp",
  open: () => ({ methods: { name: call([], () => "lamp") } }),
});

Deno.test("LeasedExporter registers, serves a lease, and unregisters when it is stopped", async () => {
  await using started = await start({ lamp });
  const { controller } = started;
  await controller.seen("Status");
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus LEASE_READY Ready for commands");
  await controller.seen("Listen lease-1");
  {
    await using exporter = await started.client("lease-1");
    strictEqual(await exporter.device("lamp").call("name"), "lamp");
  }
  controller.unlease();
  await controller.seen("ReportStatus AVAILABLE Available for new lease");
  started.stop();
  strictEqual(await started.end, "stopped");
  const { events } = controller;
  deepStrictEqual(events.slice(0, 3), [
    "Register",
    "ReportStatus AVAILABLE Exporter registered and available",
    "Status",
  ]);
  deepStrictEqual(events.slice(3, 5).toSorted(), ["Listen lease-1", "ReportStatus LEASE_READY Ready for commands"]);
  deepStrictEqual(events.slice(5), [
    "ReportStatus AVAILABLE Available for new lease",
    "ReportStatus OFFLINE Exporter shutting down",
    "Unregister Exporter shutdown",
  ]);
});
