import { deepStrictEqual, match, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { call, defineDevice } from "../mod.ts";
import { FakeController } from "./testing/fake_controller.ts";
import { bench, start } from "./testing/started.ts";

Deno.test("D1 the exporter sends with each call who it is, and its token", async () => {
  await using started = await start(bench().devices);
  const { controller } = started;
  await controller.seen("Status");
  const { "user-agent": _, ...identity } = controller.identity;
  deepStrictEqual(identity, {
    authorization: "Bearer exporter-secret",
    "jumpstarter-kind": "Exporter",
    "jumpstarter-namespace": "lab",
    "jumpstarter-name": "bench",
  });
});

Deno.test("D2 it registers the devices of a short session, reports AVAILABLE, and asks for its status", async () => {
  const { devices, events } = bench();
  await using started = await start(devices);
  const { controller } = started;
  await controller.seen("Status");
  deepStrictEqual(events, ["open", "close"]);
  const [{ labels, reports }] = controller.registered as [typeof controller.registered[0]];
  deepStrictEqual(labels, {});
  deepStrictEqual(reports.map(({ labels }) => labels["jumpstarter.dev/name"]), [undefined, "lamp"]);
  strictEqual(reports[1]!.parentUuid, reports[0]!.uuid);
  deepStrictEqual(controller.events, [
    "Register",
    "ReportStatus AVAILABLE Exporter registered and available",
    "Status",
  ]);
});

Deno.test("D3 the first message tells the state: a lease that is there already is served", async () => {
  const controller = await FakeController.start();
  controller.lease("lease-1", "alice");
  await using started = await start(bench().devices, { controller });
  await controller.seen("ReportStatus LEASE_READY Ready for commands");
  strictEqual(await (await started.client("lease-1")).device("lamp").call("name"), "lamp");
});

Deno.test("D4 a lease gets a session of its own: new devices, nodes and log; the exporter's uuid stays", async () => {
  const { devices, events } = bench();
  await using started = await start(devices);
  const { controller } = started;
  const seen: { exporter: string; node: string; lines: string[] }[] = [];
  for (const lease of ["lease-1", "lease-2"]) {
    controller.lease(lease, "alice");
    await controller.seen(`Listen ${lease}`);
    await controller.seen("ReportStatus LEASE_READY Ready for commands", seen.length + 1);
    await using exporter = await started.client(lease);
    await exporter.device("lamp").call("say", [lease]);
    const lines: string[] = [];
    for await (const { message } of exporter.logs()) {
      lines.push(message);
      if (message === `lamp.say: ${lease}`) break;
    }
    seen.push({ exporter: exporter.uuid, node: exporter.device("lamp").report.uuid, lines });
    controller.unlease();
    await controller.seen("ReportStatus AVAILABLE Available for new lease", seen.length);
  }
  deepStrictEqual(events, ["open", "close", "open", "close", "open", "close"]);
  strictEqual(seen[1]!.exporter, seen[0]!.exporter);
  notStrictEqual(seen[1]!.node, seen[0]!.node);
  deepStrictEqual(seen.map(({ lines }) => lines), [["lamp.say: lease-1"], ["lamp.say: lease-2"]]);
});

Deno.test("D5 without a hook LEASE_READY is reported, and connections are listened for", async () => {
  await using started = await start(bench().devices);
  const { controller } = started;
  await controller.seen("Status");
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus LEASE_READY Ready for commands");
  await controller.seen("Listen lease-1");
  deepStrictEqual(controller.events.slice(3).toSorted(), [
    "Listen lease-1",
    "ReportStatus LEASE_READY Ready for commands",
  ]);
});

Deno.test("D6 each message of Listen is a connection; clients connect at the same time", async () => {
  await using started = await start(bench().devices);
  await started.leased("lease-1");
  const exporters = await Promise.all(Array.from({ length: 5 }, () => started.client("lease-1")));
  deepStrictEqual(
    await Promise.all(exporters.map((exporter) => exporter.device("lamp").call("name"))),
    ["lamp", "lamp", "lamp", "lamp", "lamp"],
  );
  await Promise.all(exporters.map((exporter) => exporter.close()));
});

Deno.test("D7 the end of a lease ends its calls, connections and devices, and then AVAILABLE is reported", async () => {
  const { devices, events } = bench();
  await using started = await start(devices, { timing: { graceMs: 20 } });
  const { controller } = started;
  await started.leased("lease-1");
  const exporter = await started.client("lease-1");
  const waiting = rejects(exporter.device("lamp").call("hang"), { code: "ConnectionClosed" });
  await started.logged(/lamp.hang: hangs/);
  controller.unlease();
  await waiting;
  await controller.seen("ReportStatus AVAILABLE Available for new lease");
  deepStrictEqual(events, ["open", "close", "open", "close"]);
  await exporter.closed;
  deepStrictEqual(controller.events.slice(-1), ["ReportStatus AVAILABLE Available for new lease"]);
  strictEqual(controller.events.some((event) => event.startsWith("ReleaseLease")), false);
});

Deno.test("D8 a stop reports OFFLINE and unregisters, also while a lease runs", async () => {
  const { devices, events } = bench();
  await using started = await start(devices);
  await started.leased("lease-1");
  started.stop();
  strictEqual(await started.end, "stopped");
  deepStrictEqual(events, ["open", "close", "open", "close"]);
  deepStrictEqual(started.controller.events.slice(-2), [
    "ReportStatus OFFLINE Exporter shutting down",
    "Unregister Exporter shutdown",
  ]);
});

Deno.test("D9 a stop waits for the controller for unregisterMs at most", async () => {
  await using started = await start(bench().devices, { timing: { unregisterMs: 30, callRetries: 1e6 } });
  await started.controller.seen("Status");
  await started.controller[Symbol.asyncDispose]();
  started.stop();
  strictEqual(await started.end, "stopped");
  match(started.records.at(-1)!.message, /^Cannot unregister: no answer within 30 ms$/);
});

Deno.test("D10 exitOnLeaseEnd ends the exporter with its first lease", async () => {
  await using started = await start(bench().devices, { exitOnLeaseEnd: true });
  await started.leased("lease-1");
  started.controller.unlease();
  strictEqual(await started.end, "leaseEnded");
  deepStrictEqual(started.controller.events.slice(-3), [
    "ReportStatus AVAILABLE Available for new lease",
    "ReportStatus OFFLINE Exporter shutting down",
    "Unregister Exporter shutdown",
  ]);
});

Deno.test("D11 a stop behind the lease lets it run, and takes no further one", async () => {
  await using started = await start(bench().devices);
  await started.leased("lease-1");
  started.stopAfterLease();
  await using exporter = await started.client("lease-1");
  strictEqual(await exporter.device("lamp").call("name"), "lamp");
  started.controller.lease("lease-2", "bob");
  strictEqual(await started.end, "stopped");
  strictEqual(started.controller.events.includes("Listen lease-2"), false);
  strictEqual(started.controller.events.at(-1), "Unregister Exporter shutdown");
});

Deno.test("LeasedExporter goes from one lease to another without a message between", async () => {
  await using started = await start(bench().devices);
  await started.leased("lease-1");
  await started.leased("lease-2", 2);
  await using exporter = await started.client("lease-2");
  strictEqual(await exporter.device("lamp").call("name"), "lamp");
});

Deno.test("LeasedExporter rejects if a device cannot be opened, and does not unregister", async () => {
  let opened = 0;
  const broken = defineDevice({
    name: "broken",
    open: () => {
      if (opened++ > 0) throw new Error("the device has gone");
      return { methods: { on: call([], () => null) } };
    },
  });
  await using started = await start({ broken });
  started.controller.lease("lease-1", "alice");
  await rejects(started.end, /the device has gone/);
  strictEqual(started.controller.events.some((event) => event.startsWith("Unregister")), false);
});
