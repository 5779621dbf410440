import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { HookConfig } from "../config/exporter_config.ts";
import { LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import { bench, start } from "./testing/started.ts";

function hook(script: string, onFailure: HookConfig["onFailure"] = "warn"): HookConfig {
  return { script, timeout: 20, onFailure };
}

/** A script that waits until a file is removed: what is reported before it ends has been answered by then. */
function behind(gate: string, script: string): string {
  return `while test -e ${gate}; do sleep 0.02; done; ${script}`;
}

const BEFORE = "BEFORE_LEASE_HOOK Running beforeLease hook", AFTER = "AFTER_LEASE_HOOK Running afterLease hooks";

/** What is reported in a lease. */
function ofLease(events: readonly string[]): string[] {
  return events.slice(events.indexOf("Status") + 1).filter((event) => !event.startsWith("Listen"));
}

Deno.test("D12 a hook comes between BEFORE_LEASE_HOOK and LEASE_READY, and knows lease and client", async () => {
  await using started = await start(bench().devices, {
    hooks: { beforeLease: hook('echo "$LEASE_NAME of $CLIENT_NAME"; test -S "$JUMPSTARTER_HOST" || exit 1') },
  });
  await started.leased("lease-1");
  deepStrictEqual(ofLease(started.controller.events), [
    "ReportStatus BEFORE_LEASE_HOOK Running beforeLease hook",
    "ReportStatus LEASE_READY Ready for commands",
  ]);
  const lines = started.records.filter(({ source }) => source === LogSource.BEFORE_LEASE_HOOK);
  deepStrictEqual(lines.map(({ message }) => message), ["lease-1 of alice"]);
});

Deno.test("D13 messages of Listen wait while the hook runs", async () => {
  const gate = Deno.makeTempFileSync();
  await using started = await start(bench().devices, {
    hooks: { beforeLease: hook(`while test -e ${gate}; do sleep 0.02; done`) },
  });
  const { controller } = started;
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus BEFORE_LEASE_HOOK Running beforeLease hook");
  await controller.seen("Listen lease-1");
  const client = started.client("lease-1");
  // Only the client has come to the router.
  await controller.router.called(1);
  Deno.removeSync(gate);
  await using exporter = await client;
  await controller.router.called(2);
  strictEqual(await exporter.device("lamp").call("name"), "lamp");
  strictEqual((await exporter.status()).status, "LEASE_READY");
});

Deno.test("D14 a hook that fails with warn is a warning in the message of LEASE_READY", async () => {
  await using started = await start(bench().devices, { hooks: { beforeLease: hook("exit 3") } });
  started.controller.lease("lease-1", "alice");
  await started.controller.seen(
    "ReportStatus LEASE_READY [HOOK_WARNING] beforeLease hook warning: Hook failed with exit code 3",
  );
});

Deno.test("D15 a hook that fails with endLease: clients see it, the lease is released, and no after-hook runs", async () => {
  await using started = await start(bench().devices, {
    hooks: { beforeLease: hook("exit 3", "endLease"), afterLease: hook("echo after") },
  });
  const { controller } = started;
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus AVAILABLE Exporter available after lease release");
  deepStrictEqual(ofLease(controller.events), [
    "ReportStatus BEFORE_LEASE_HOOK Running beforeLease hook",
    "ReportStatus BEFORE_LEASE_HOOK_FAILED beforeLease hook failed (on_failure=endLease): Hook failed with exit code 3",
    "ReleaseLease lease-1",
    "ReportStatus AVAILABLE Exporter available after lease release",
  ]);
  strictEqual(started.records.some(({ source }) => source === LogSource.AFTER_LEASE_HOOK), false);
});

Deno.test("D16 a hook that fails with exit: OFFLINE, and the exporter ends when the lease does", async () => {
  const gate = Deno.makeTempFileSync();
  await using started = await start(bench().devices, { hooks: { beforeLease: hook(behind(gate, "exit 3"), "exit") } });
  const { controller } = started;
  controller.lease("lease-1", "alice");
  await started.told(BEFORE);
  Deno.removeSync(gate);
  await controller.seen("ReportStatus OFFLINE Exporter shutting down due to beforeLease hook failure");
  strictEqual(controller.events.some((event) => event.startsWith("Unregister")), false);
  controller.unlease();
  strictEqual(await started.end, "hookFailed");
  deepStrictEqual(ofLease(controller.events).slice(1), [
    "ReportStatus BEFORE_LEASE_HOOK_FAILED beforeLease hook failed (on_failure=exit, shutting down): " +
    "Hook failed with exit code 3",
    "ReportStatus OFFLINE Exporter shutting down due to beforeLease hook failure",
    "ReportStatus OFFLINE Exporter shutting down",
    "Unregister Exporter shutdown",
  ]);
});

Deno.test("D17 the hook behind a lease runs before AVAILABLE, if the controller ends the lease", async () => {
  const gate = Deno.makeTempFileSync();
  await using started = await start(bench().devices, { hooks: { afterLease: hook(behind(gate, "echo after")) } });
  const { controller } = started;
  await started.leased("lease-1");
  controller.unlease();
  await started.told(AFTER);
  Deno.removeSync(gate);
  await controller.seen("ReportStatus AVAILABLE Available for new lease");
  deepStrictEqual(ofLease(controller.events).slice(1), [
    "ReportStatus AFTER_LEASE_HOOK Running afterLease hooks",
    "ReportStatus AVAILABLE Available for new lease",
  ]);
});

Deno.test("D18 EndSession: the hook, AVAILABLE, ReleaseLease, and AVAILABLE when nothing of the lease is left", async () => {
  const gate = Deno.makeTempFileSync();
  await using started = await start(bench().devices, { hooks: { afterLease: hook(behind(gate, "echo after")) } });
  const { controller } = started;
  await started.leased("lease-1");
  await using exporter = await started.client("lease-1");
  deepStrictEqual(await exporter.endSession(), {
    success: true,
    message: "Session end triggered, afterLease hook running asynchronously",
  });
  await started.told(AFTER);
  Deno.removeSync(gate);
  await controller.seen("ReportStatus AVAILABLE Exporter available after lease release");
  deepStrictEqual(ofLease(controller.events).slice(1), [
    "ReportStatus AFTER_LEASE_HOOK Running afterLease hooks",
    "ReportStatus AVAILABLE Available for new lease",
    "ReleaseLease lease-1",
    "ReportStatus AVAILABLE Exporter available after lease release",
  ]);
  await started.leased("lease-2", 2);
});

for (const code of ["PERMISSION_DENIED", "INVALID_ARGUMENT", "UNAUTHENTICATED", "UNIMPLEMENTED"] as const) {
  Deno.test(`D19 a controller that answers ReleaseLease with ${code} is asked by a status that is not AVAILABLE`, async () => {
    await using started = await start(bench().devices);
    const { controller } = started;
    for (const [index, lease] of ["lease-1", "lease-2"].entries()) {
      controller.fail("ReleaseLease", code);
      await started.leased(lease, index + 1);
      await using exporter = await started.client(lease);
      await exporter.endSession();
      await controller.seen("ReportStatus AVAILABLE Exporter available after lease release", index + 1);
    }
    deepStrictEqual(controller.events.filter((event) => /release|Release/.test(event)), [
      `ReleaseLease failed with ${code}`,
      "ReportStatus AFTER_LEASE_HOOK Lease released by its exporter (releases the lease)",
      "ReportStatus AVAILABLE Exporter available after lease release",
      "ReportStatus AFTER_LEASE_HOOK Lease released by its exporter (releases the lease)",
      "ReportStatus AVAILABLE Exporter available after lease release",
    ]);
  });
}

Deno.test("D20 a hook behind a lease that fails with exit: OFFLINE, no release, and the exporter ends", async () => {
  const gate = Deno.makeTempFileSync();
  await using started = await start(bench().devices, { hooks: { afterLease: hook(behind(gate, "exit 4"), "exit") } });
  const { controller } = started;
  await started.leased("lease-1");
  controller.unlease();
  await started.told(AFTER);
  Deno.removeSync(gate);
  strictEqual(await started.end, "hookFailed");
  deepStrictEqual(ofLease(controller.events).slice(2), [
    "ReportStatus AFTER_LEASE_HOOK_FAILED afterLease hook failed (on_failure=exit, shutting down): " +
    "Hook failed with exit code 4",
    "ReportStatus OFFLINE Exporter shutting down due to afterLease hook failure",
    "ReportStatus OFFLINE Exporter shutting down",
    "Unregister Exporter shutdown",
  ]);
});

Deno.test("LeasedExporter lets a hook end whose lease has ended, and is not ready behind it", async () => {
  const gate = Deno.makeTempFileSync();
  await using started = await start(bench().devices, {
    hooks: { beforeLease: hook(`while test -e ${gate}; do sleep 0.02; done; echo done`) },
  });
  const { controller } = started;
  controller.lease("lease-1", "alice");
  await controller.seen("ReportStatus BEFORE_LEASE_HOOK Running beforeLease hook");
  controller.unlease();
  Deno.removeSync(gate);
  await controller.seen("ReportStatus AVAILABLE Available for new lease");
  match(started.records.map(({ message }) => message).join("\n"), /^done$/m);
  strictEqual(controller.events.some((event) => event.includes("LEASE_READY")), false);
});
