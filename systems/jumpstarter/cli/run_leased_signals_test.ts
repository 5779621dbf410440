import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeCertificate } from "../../../tests/peers/certificate.ts";
import { FakeController, TOKENS } from "../distributed/testing/fake_controller.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const MAIN = new URL("../main.ts", import.meta.url).pathname;
const certificate = await makeCertificate();

/** Starts an exporter; it has registered. */
async function started(controller: FakeController, more: string): Promise<Deno.ChildProcess> {
  const file = await Deno.makeTempFile({ dir: certificate.folder, suffix: ".yaml" });
  const ca = new TextEncoder().encode(certificate.authority).toBase64();
  const head =
    `metadata: { namespace: lab, name: bench }\nendpoint: ${controller.endpoint}\ntoken: ${TOKENS.Exporter}\n`;
  await Deno.writeTextFile(file, `${head}tls: { ca: "${ca}" }\nexport: {}\n${more}`);
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "-A", `--config=${ROOT}deno.json`, `--lock=${ROOT}npm.lock`, "--frozen", MAIN],
      ...["run", "--exporter-config", file],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await controller.seen("Status");
  return process;
}

Deno.test("run ends a lease and unregisters on SIGTERM, SIGINT and SIGQUIT, with exit code 0", async () => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"] as const) {
    await using controller = await FakeController.start(certificate);
    const process = await started(controller, "");
    controller.lease("lease-1", "alice");
    await controller.seen("ReportStatus LEASE_READY Ready for commands");
    process.kill(signal);
    strictEqual((await process.status).code, 0, signal);
    strictEqual(controller.events.at(-1), "Unregister Exporter shutdown", signal);
  }
});

Deno.test("run lets a lease end on SIGHUP, and then unregisters", async () => {
  await using controller = await FakeController.start(certificate);
  const process = await started(controller, "");
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus LEASE_READY Ready for commands");
  process.kill("SIGHUP");
  controller.unlease();
  strictEqual((await process.status).code, 0);
  deepStrictEqual(controller.events.slice(-3), [
    "ReportStatus AVAILABLE Available for new lease",
    "ReportStatus OFFLINE Exporter shutting down",
    "Unregister Exporter shutdown",
  ]);
});

Deno.test("run ends a lease at once on a SIGTERM that follows a SIGHUP", async () => {
  await using controller = await FakeController.start(certificate);
  const process = await started(controller, "");
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus LEASE_READY Ready for commands");
  process.kill("SIGHUP");
  process.kill("SIGTERM");
  strictEqual((await process.status).code, 0);
  strictEqual(controller.events.at(-1), "Unregister Exporter shutdown");
});

Deno.test("run ends with 1 behind a lease whose hook failed with exit", async () => {
  await using controller = await FakeController.start(certificate);
  const process = await started(controller, "hooks: { beforeLease: { script: exit 3, onFailure: exit } }\n");
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus OFFLINE Exporter shutting down due to beforeLease hook failure");
  controller.unlease();
  strictEqual((await process.status).code, 1);
  strictEqual(controller.events.at(-1), "Unregister Exporter shutdown");
});

Deno.test.afterAll(() => Deno.remove(certificate.folder, { recursive: true }));
