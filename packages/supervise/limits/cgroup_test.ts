import { deepEqual, equal, match, ok } from "node:assert/strict";
import { AppliedLimits } from "./applied_limits.ts";
import { ControlGroup } from "./cgroup.ts";
import type { LimitedProcess } from "./limit_status.ts";

/** A tree of plain files that looks like a delegated group. */
class FileTree implements AsyncDisposable {
  readonly root = Deno.makeTempDirSync({ prefix: "fluxwire-test-" });

  constructor(controllers: string, enabled = "") {
    Deno.writeTextFileSync(`${this.root}/cgroup.controllers`, `${controllers}\n`);
    Deno.writeTextFileSync(`${this.root}/cgroup.subtree_control`, enabled);
  }

  read(path: string): string {
    return Deno.readTextFileSync(`${this.root}/${path}`);
  }

  /** Resolves when a file is there. */
  async written(path: string): Promise<void> {
    const exists = () => Deno.stat(`${this.root}/${path}`).then(() => true, () => false);
    while (!await exists()) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  /** The folders of groups in it. */
  get groups(): string[] {
    return [...Deno.readDirSync(this.root)].filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
  }

  /** What the kernel does when a group's folder is removed. */
  emptyGroup(group: string): void {
    for (const { name } of Deno.readDirSync(`${this.root}/${group}`)) Deno.removeSync(`${this.root}/${group}/${name}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}

const LIMITS = { memoryBytes: 100_000_000, cpuPercent: 150, maxProcesses: 32 };

/** Processes that are only numbers. */
function processOf(...pids: number[]): LimitedProcess {
  const tree = pids.map((pid) => ({ pid, launch: "1", residentBytes: 0, cpuMs: 0, threads: 1 }));
  return { pid: pids[0]!, sight: "clear", processes: () => Promise.resolve(tree) };
}

function ended(signal: Deno.Signal | null): Deno.CommandStatus {
  return { success: false, code: 137, signal };
}

Deno.test("ControlGroup.create() writes the limits where the kernel reads them", async () => {
  await using tree = new FileTree("cpuset cpu memory pids", "cpu");
  const { group, refused } = await ControlGroup.create(tree.root, "planets.sock", LIMITS);
  deepEqual([...refused], []);
  equal(tree.read("cgroup.subtree_control"), "+memory +pids");
  const [folder] = tree.groups;
  match(folder!, /^fluxwire-planets-sock-[0-9a-f]{8}$/);
  equal(group?.path, `${tree.root}/${folder}`);
  equal(tree.read(`${folder}/memory.max`), "100000000");
  equal(tree.read(`${folder}/memory.oom.group`), "1");
  equal(tree.read(`${folder}/memory.swap.max`), "0");
  equal(tree.read(`${folder}/cpu.max`), "150000 100000");
  equal(tree.read(`${folder}/pids.max`), "32");
});

Deno.test("ControlGroup.create() says which controllers are not delegated", async () => {
  await using tree = new FileTree("pids");
  const { group, refused } = await ControlGroup.create(tree.root, "x", LIMITS);
  ok(group !== null);
  deepEqual([...refused], [
    ["memoryBytes", `the controller memory is not delegated to ${tree.root}`],
    ["cpuPercent", `the controller cpu is not delegated to ${tree.root}`],
  ]);
  await using bare = new FileTree("");
  equal((await ControlGroup.create(bare.root, "x", LIMITS)).group, null);
  deepEqual(bare.groups, []);
});

Deno.test("ControlGroup.create() removes the empty groups of hosts that were killed", async () => {
  await using tree = new FileTree("pids");
  Deno.mkdirSync(`${tree.root}/fluxwire-old-12345678`);
  Deno.mkdirSync(`${tree.root}/fluxwire-busy-12345678/held`, { recursive: true });
  Deno.mkdirSync(`${tree.root}/session.scope`);
  await ControlGroup.create(tree.root, "new", { maxProcesses: 2 });
  const kept = tree.groups.map((name) => name.replace(/-[0-9a-f]{8}$/, "")).sort();
  deepEqual(kept, ["fluxwire-busy", "fluxwire-new", "session.scope"]);
});

Deno.test("ControlGroup.create() leaves the groups alone that are made at the same time", async () => {
  await using tree = new FileTree("pids");
  const makings = Array.from({ length: 20 }, () => ControlGroup.create(tree.root, "many", { maxProcesses: 2 }));
  for (const { group, refused } of await Promise.all(makings)) deepEqual([group !== null, ...refused], [true]);
  equal(tree.groups.length, 20);
});

Deno.test("AppliedLimits moves the whole tree into its group, and removes that", async () => {
  await using tree = new FileTree("memory cpu pids");
  const options = { service: "x", limits: LIMITS, cgroupRoot: tree.root, onViolation: () => {} };
  const limits = await AppliedLimits.apply(processOf(101, 102), options);
  deepEqual(limits.status, {
    memoryBytes: { limit: 100_000_000, enforcement: "cgroup", reason: null },
    cpuPercent: { limit: 150, enforcement: "cgroup", reason: null },
    maxProcesses: { limit: 32, enforcement: "cgroup", reason: null },
  });
  const [folder] = tree.groups;
  // A file keeps the last number only, where the kernel takes each.
  equal(tree.read(`${folder}/cgroup.procs`), "102");
  const releasing = limits.release();
  await tree.written(`${folder}/cgroup.kill`);
  tree.emptyGroup(folder!);
  await releasing;
  deepEqual(tree.groups, []);
});

Deno.test("AppliedLimits.causeOfEnd() tells a limit from the machine's want of memory", async () => {
  const cases: [string, string, string | undefined][] = [
    ["oom 3\noom_kill 1\n", "max 0\n", "MemoryLimit"],
    ["oom 0\noom_kill 1\n", "max 0\n", "KernelOutOfMemory"],
    ["oom 0\noom_kill 0\n", "max 7\n", "ProcessLimit"],
    ["oom 0\noom_kill 0\n", "max 0\n", undefined],
  ];
  for (const [memory, pids, code] of cases) {
    await using tree = new FileTree("memory cpu pids");
    const options = { service: "x", limits: LIMITS, cgroupRoot: tree.root, onViolation: () => {} };
    const limits = await AppliedLimits.apply(processOf(101), options);
    const [folder] = tree.groups;
    Deno.writeTextFileSync(`${tree.root}/${folder}/memory.events`, memory);
    Deno.writeTextFileSync(`${tree.root}/${folder}/pids.events`, pids);
    const cause = await limits.causeOfEnd(ended("SIGKILL"));
    equal(cause?.code, code);
    equal(cause?.enforcement, code && "cgroup");
  }
});
