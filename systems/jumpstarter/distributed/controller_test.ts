import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { ExporterLog } from "../exporter/log.ts";
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import type { Controller } from "./controller.ts";
import { StatusReports } from "./status_reports.ts";
import { FakeController } from "./testing/fake_controller.ts";
import { bench, start } from "./testing/started.ts";
import { TIMING } from "./timing.ts";

const PAUSES = /again in (\d+) ms/;

Deno.test("D21 calls are tried 20 times more, after 1 s and then twice as long, up to 30 s; streams 5 times", () => {
  deepStrictEqual(TIMING, {
    callMs: 30_000,
    callPauseMs: 1_000,
    maxCallPauseMs: 30_000,
    callRetries: 20,
    unavailablePauseMs: 500,
    streamPauseMs: 1_000,
    streamRetries: 5,
    betweenLeasesMs: 200,
    lastStatusMs: 1_000,
    graceMs: 1_000,
    unregisterMs: 10_000,
  });
});

Deno.test("D22 a call is tried again after UNAVAILABLE and DEADLINE_EXCEEDED, and not after other codes", async () => {
  await using started = await start(bench().devices);
  const { controller } = started;
  await controller.seen("Status");
  for (const code of ["UNAVAILABLE", "DEADLINE_EXCEEDED", "UNAVAILABLE", "UNAVAILABLE"] as const) {
    controller.fail("ReportStatus", code);
  }
  await started.leased("lease-1");
  const pauses = started.records.flatMap(({ message }) => PAUSES.exec(message)?.[1] ?? []);
  deepStrictEqual(pauses, ["1", "2", "4", "4"]);
  controller.fail("ReportStatus", "INTERNAL");
  controller.unlease();
  await started.logged(/^Cannot report the status: INTERNAL: failed by test$/);
});

Deno.test("D23 Register is not tried again", async () => {
  const controller = await FakeController.start();
  controller.fail("Register", "UNAVAILABLE");
  await using started = await start(bench().devices, { controller });
  await rejects(started.end, { code: "UNAVAILABLE" });
  deepStrictEqual(controller.events, ["Register failed with UNAVAILABLE"]);
});

Deno.test("D24 a stream that breaks is opened again, 5 times in a row; a message counts anew", async () => {
  await using started = await start(bench().devices);
  const { controller } = started;
  await controller.seen("Status");
  for (let round = 0; round < 2; round++) {
    for (let count = 0; count < 4; count++) controller.fail("Status", count === 0 ? "UNKNOWN" : "UNAVAILABLE");
    controller.endStatuses("UNAVAILABLE");
    await controller.seen("Status", round + 2);
  }
  for (let count = 0; count < 5; count++) controller.fail("Status", "UNAVAILABLE");
  controller.endStatuses("UNAVAILABLE");
  await rejects(started.end, { code: "UNAVAILABLE" });
  strictEqual(controller.events.filter((event) => event.startsWith("Unregister")).length, 0);
});

Deno.test("D25 a Status stream that ends well is opened again at once, and a lease goes on meanwhile", async () => {
  await using started = await start(bench().devices, { timing: { streamPauseMs: 1e6, unavailablePauseMs: 1e6 } });
  const { controller } = started;
  await started.leased("lease-1");
  await using exporter = await started.client("lease-1");
  controller.endStatuses();
  await controller.seen("Status", 2);
  strictEqual(await exporter.device("lamp").call("name"), "lamp");
  strictEqual(controller.events.filter((event) => event.startsWith("Listen")).length, 1);
});

Deno.test("D26 statuses are reported behind the lease's back, the latest of those that wait", async () => {
  const sent: string[] = [], gates: (() => void)[] = [];
  const fake: Pick<Controller, "reportStatus"> = {
    reportStatus({ status }) {
      sent.push(ExporterStatus[status]);
      return new Promise((resolve) => gates.push(resolve));
    },
  };
  const reports = new StatusReports(fake, new ExporterLog(), new AbortController().signal);
  reports.report(ExporterStatus.BEFORE_LEASE_HOOK, "");
  reports.report(ExporterStatus.LEASE_READY, "");
  reports.report(ExporterStatus.AVAILABLE, "");
  deepStrictEqual(sent, ["BEFORE_LEASE_HOOK"]);
  const settled = reports.settled();
  gates[0]!();
  while (gates.length < 2) await Promise.resolve();
  gates[1]!();
  await settled;
  deepStrictEqual(sent, ["BEFORE_LEASE_HOOK", "AVAILABLE"]);
});

Deno.test("D27 a controller that starts again is connected to again, in a lease too", async () => {
  await using started = await start(bench().devices, { timing: { unavailablePauseMs: 20, streamPauseMs: 20 } });
  const { controller } = started;
  await started.leased("lease-1");
  await controller.restart();
  await controller.seen("Status", 2);
  await controller.seen("Listen lease-1", 2);
  await using exporter = await started.client("lease-1");
  strictEqual(await exporter.device("lamp").call("name"), "lamp");
});

Deno.test("D28 no token is in a line of the log", async () => {
  await using started = await start(bench().devices);
  const { controller } = started;
  await started.leased("lease-1");
  await using _exporter = await started.client("lease-1");
  controller.offer({ routerEndpoint: "127.0.0.1:1", routerToken: "router-secret" });
  await started.logged(/^Lost a client at the router 127\.0\.0\.1:1: /);
  controller.offer({ routerEndpoint: controller.endpoint, routerToken: "router-secret" });
  await started.logged(/invalid jwt token/);
  const lines = started.records.map(({ message }) => message).join("\n");
  match(lines, /Leased to alice as lease-1/);
  strictEqual(/secret/.test(lines), false, lines);
});
