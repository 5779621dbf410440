import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { TreeProcess } from "../guard/tree.ts";
import { Process } from "../process.ts";
import { AppliedLimits } from "./applied_limits.ts";
import type { LimitedProcess, Violation } from "./limit_status.ts";

const NO_CGROUP = "/nonexistent";

function treeOf(...processes: Partial<TreeProcess>[]): TreeProcess[] {
  return processes.map((process, i) => ({
    pid: i + 1,
    launch: "1",
    residentBytes: 0,
    cpuMs: 0,
    threads: 1,
    ...process,
  }));
}

/** A process whose tree the test decides, under limits that a clock of its own keeps. */
class Watched {
  readonly clock = new ManualClock();
  readonly violations: Violation[] = [];
  tree: TreeProcess[] | null = [];
  looks = 0;
  readonly process: LimitedProcess = {
    pid: 1,
    sight: "none",
    processes: () => {
      this.looks++;
      return Promise.resolve(this.tree);
    },
  };

  apply(): Promise<AppliedLimits> {
    return AppliedLimits.apply(this.process, {
      service: "x",
      limits: { memoryBytes: 1_000, cpuPercent: 50, maxProcesses: 3 },
      cgroupRoot: NO_CGROUP,
      onViolation: (violation) => this.violations.push(violation),
      clock: this.clock,
    });
  }

  /** Lets a second go by, and the look that is due. */
  async second(): Promise<void> {
    this.clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

Deno.test("AppliedLimits says what enforces each limit without a control group", async () => {
  const watched = new Watched();
  const limits = await watched.apply();
  deepEqual(Object.entries(limits.status).map(([name, { enforcement }]) => [name, enforcement]), [
    ["memoryBytes", "watchdog"],
    ["cpuPercent", "none"],
    ["maxProcesses", "watchdog"],
  ]);
  match(limits.status.memoryBytes!.reason!, /No such file/);
  await limits.release();
  watched.tree = null;
  const blind = await watched.apply();
  deepEqual(Object.values(blind.status).map(({ enforcement }) => enforcement), ["none", "none", "none"]);
  equal(watched.clock.timers.size, 0);
});

Deno.test("AppliedLimits adds up the memory of a tree, and tells once when it is too much", async () => {
  const watched = new Watched();
  const limits = await watched.apply();
  watched.tree = treeOf({ residentBytes: 600 }, { residentBytes: 400 });
  await watched.second();
  deepEqual(watched.violations, []);
  watched.tree = treeOf({ residentBytes: 600 }, { residentBytes: 401 });
  await watched.second();
  const text = "It used 1001 bytes of memory, more than memoryBytes 1000";
  deepEqual(watched.violations, [{ code: "MemoryLimit", enforcement: "watchdog", text }]);
  await watched.second();
  equal(watched.violations.length, 1);
  equal(watched.clock.timers.size, 0);
  deepEqual(await limits.causeOfEnd({ success: false, code: 143, signal: "SIGTERM" }), watched.violations[0]);
  await limits.release();
});

Deno.test("AppliedLimits counts processes and threads", async () => {
  const watched = new Watched();
  const limits = await watched.apply();
  watched.tree = treeOf({ threads: 2 }, { threads: 2 });
  await watched.second();
  equal(watched.violations[0]?.code, "ProcessLimit");
  equal(watched.violations[0]?.text, "It had 4 processes and threads, more than maxProcesses 3");
  await limits.release();
});

Deno.test("AppliedLimits.release() ends the watch", async () => {
  const watched = new Watched();
  const limits = await watched.apply();
  await limits.release();
  equal(watched.clock.timers.size, 0);
  const { looks } = watched;
  await watched.second();
  equal(watched.looks, looks);
});

Deno.test("AppliedLimits limits a real process by what this machine has, and says by what", async () => {
  // A shell's child takes 64 MiB.
  const code = `const bytes = new Uint8Array(64 << 20).fill(1); console.log("full"); setInterval(() => bytes, 1000);`;
  const process = await Process.spawn({
    command: "sh",
    args: ["-c", `"$0" eval '${code}' & wait`, Deno.execPath()],
    env: Deno.env.toObject(),
    cwd: null,
  });
  const seen = Promise.withResolvers<Violation>();
  const limits = await AppliedLimits.apply(process, {
    service: "eater",
    limits: { memoryBytes: 48 << 20 },
    intervalMs: 20,
    onViolation: seen.resolve,
  });
  const { enforcement, reason } = limits.status.memoryBytes!;
  ok(enforcement !== "none");
  equal(reason === null, enforcement === "cgroup");
  if (enforcement === "watchdog") {
    match((await seen.promise).text, /^It used \d+ bytes of memory, more than memoryBytes/);
  } else await process.exited;
  const { status } = await process.stop({ stdinGraceMs: 0, termGraceMs: 0 });
  equal((await limits.causeOfEnd(status))?.code, "MemoryLimit");
  await limits.release();
});

Deno.test("AppliedLimits watches a process whose processes are seen late", async () => {
  const watched = new Watched();
  watched.tree = null;
  const limits = await AppliedLimits.apply({ ...watched.process, sight: "blind" }, {
    service: "x",
    limits: { memoryBytes: 1_000 },
    cgroupRoot: NO_CGROUP,
    onViolation: (violation) => watched.violations.push(violation),
    clock: watched.clock,
  });
  equal(limits.status.memoryBytes?.enforcement, "watchdog");
  await watched.second();
  watched.tree = treeOf({ residentBytes: 2_000 });
  await watched.second();
  equal(watched.violations.length, 1);
  await limits.release();
});
