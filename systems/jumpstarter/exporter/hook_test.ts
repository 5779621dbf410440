import { match, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import { type HookSetup, runHook, STANDALONE } from "./hook.ts";
import { ExporterLog } from "./log.ts";

function setup(options: Partial<HookSetup> = {}): HookSetup {
  const { signal } = new AbortController(), log = new ExporterLog(() => {});
  return { log, source: LogSource.BEFORE_LEASE_HOOK, socket: "/run/none", lease: STANDALONE, signal, ...options };
}

Deno.test("runHook() stops a script whose time is up, with what it has started", async () => {
  const said = Promise.withResolvers<string>(), clock = new ManualClock();
  const log = new ExporterLog(({ message }) => said.resolve(message));
  const script = "sleep 1000 & echo $!; sleep 1000";
  const result = runHook({ script, timeout: 3, onFailure: "warn" }, setup({ log, clock }));
  const pid = (await said.promise).trim();
  match(pid, /^\d+$/);
  strictEqual(isRunning(pid), true);
  clock.advance(3_000);
  strictEqual(await result, "Hook timed out after 3 seconds");
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
});

Deno.test("runHook() stops a script whose signal aborts while it starts", async () => {
  const controller = new AbortController();
  const hook = { script: "sleep 1000", timeout: 1_000, onFailure: "warn" } as const;
  const result = runHook(hook, setup({ signal: controller.signal }));
  controller.abort();
  strictEqual(await result, "Hook was stopped");
});

function isRunning(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}
