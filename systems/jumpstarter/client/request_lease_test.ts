import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { makeCertificate } from "../../../tests/peers/certificate.ts";
import { dialer } from "../distributed/dial.ts";
import { FakeController, TOKENS } from "../distributed/testing/fake_controller.ts";
import { bench, start } from "../distributed/testing/started.ts";
import { connectLease } from "./lease.ts";
import { requestLease } from "./request_lease.ts";

const certificate = await makeCertificate();
const tls = { ca: new TextEncoder().encode(certificate.authority).toBase64() };

function access(controller: FakeController) {
  return { controller: controller.endpoint, tls, namespace: "lab", client: "alice", token: TOKENS.Client };
}

Deno.test("D35 a client asks for a lease, connects through the router that Dial names, and gives the lease back", async () => {
  const controller = await FakeController.start(certificate);
  await using started = await start(bench().devices, { controller, dial: dialer(tls) });
  await controller.seen("Status");
  {
    await using lease = await requestLease({ ...access(controller), labels: { board: "pi" }, durationMs: 60_000 });
    strictEqual(lease.name, "lease-1");
    await using exporter = await lease.connect();
    strictEqual(await exporter.device("lamp").call("name"), "lamp");
  }
  await controller.seen("ReportStatus AVAILABLE Available for new lease");
  const { events } = controller;
  deepStrictEqual(events.filter((event) => /Request|Release/.test(event)), [
    "RequestLease board=pi for 60 s",
    "ReleaseLease lease-1 by its client",
  ]);
  strictEqual(started.records.some(({ severity }) => severity === "ERROR"), false);
});

Deno.test("requestLease() gives up a lease that no exporter satisfies, with the controller's text", async () => {
  await using controller = await FakeController.start(certificate);
  await rejects(requestLease({ ...access(controller), labels: { board: "none" } }), {
    code: "FAILED_PRECONDITION",
    details: "the lease is unsatisfiable: no exporter has the labels",
  });
  strictEqual(controller.events.at(-1), "ReleaseLease lease-1 by its client");
});

Deno.test("D36 Dial is called again until the exporter is ready, and not when the lease is another client's", async () => {
  const controller = await FakeController.start(certificate);
  controller.lease("lease-1", "alice");
  const early = connectLease({ ...access(controller), lease: "lease-1" });
  await using _started = await start(bench().devices, { controller, dial: dialer(tls) });
  await using exporter = await early;
  strictEqual(await exporter.device("lamp").call("name"), "lamp");
  await rejects(connectLease({ ...access(controller), lease: "lease-2" }), { details: "permission denied" });
  await rejects(connectLease({ ...access(controller), lease: "lease-1", token: "wrong" }), { code: "UNAUTHENTICATED" });
});

Deno.test("connectLease() gives up after readyMs, and when its signal aborts", async () => {
  await using controller = await FakeController.start(certificate);
  controller.lease("lease-1", "alice");
  const options = { ...access(controller), lease: "lease-1" };
  await rejects(connectLease({ ...options, readyMs: 1 }), { code: "FAILED_PRECONDITION", details: /not ready/ });
  const stop = new AbortController();
  const waiting = connectLease({ ...options, signal: stop.signal });
  stop.abort(new Error("enough"));
  await rejects(waiting, /enough/);
});

Deno.test.afterAll(() => Deno.remove(certificate.folder, { recursive: true }));
