import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { GuardedLaunch, MARK_VARIABLE } from "./guard.ts";
import { GUARD_SCRIPT } from "./script.ts";
import { readTree, type TreeProcess } from "./tree.ts";

const LINUX = { ignore: Deno.build.os !== "linux" };

/** A process that lives until it is ended, in a session of its own. */
function sleeper(env: Record<string, string>): Deno.ChildProcess {
  return new Deno.Command("sh", { args: ["-c", "exec sleep 1000"], env, detached: true, stdin: "null", stdout: "null" })
    .spawn();
}

/** A process that ignores SIGTERM from when this resolves on: a signal before that would end it. */
async function stubbornSleeper(env: Record<string, string>): Promise<Deno.ChildProcess> {
  const script = "trap '' TERM; echo; exec >&-; while :; do sleep 1; done";
  const child = new Deno.Command("sh", {
    args: ["-c", script],
    env,
    detached: true,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  await new Response(child.stdout).text();
  return child;
}

/** The guards of a launch's host. */
function guardsOf(launch: GuardedLaunch): number[] {
  const host = launch.env[MARK_VARIABLE]!.split(".")[0]!;
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    if (!(pid > 0)) return false;
    try {
      const command = Deno.readTextFileSync(`/proc/${pid}/cmdline`);
      return command.includes("fluxwire-guard") && command.includes(host);
    } catch {
      return false;
    }
  });
}

/** What a launch has started, by a guard that a busy machine may make late: its first answer shows that it runs. */
async function seen(launch: GuardedLaunch): Promise<TreeProcess[]> {
  for (;;) {
    const tree = await launch.processes();
    if (tree !== null) return tree;
    equal(launch.sight, "blind");
  }
}

/** Runs a guard's program by itself, as a host that dies. */
async function orphaned(shell: readonly string[], path: string): Promise<Deno.CommandStatus[]> {
  const host = crypto.randomUUID().replaceAll("-", "");
  const env = { [MARK_VARIABLE]: `${host}.00000001` };
  const group = sleeper({});
  const marked = sleeper(env);
  const stubborn = await stubbornSleeper(env);
  const [program, ...args] = shell;
  const guard = new Deno.Command(program!, {
    args: [...args, "-c", GUARD_SCRIPT, "fluxwire-guard", host],
    clearEnv: true,
    env: { GUARDS: `${host}.00000000`, LC_ALL: "C", PATH: path },
    stdin: "piped",
  }).spawn();
  const input = guard.stdin.getWriter();
  await input.write(new TextEncoder().encode(`+ ${group.pid} -\n`));
  await input.close();
  const statuses = await Promise.all([guard, group, marked, stubborn].map(({ status }) => status));
  deepEqual(statuses.map(({ code }) => code).slice(0, 1), [0]);
  return statuses.slice(1);
}

Deno.test("a guard ends groups and marked processes, and what ignores SIGTERM", LINUX, async () => {
  const signals = (await orphaned(["sh"], "/usr/bin:/bin")).map(({ signal }) => signal);
  deepEqual(signals, ["SIGTERM", "SIGTERM", "SIGKILL"]);
});

Deno.test("a guard needs neither grep nor sleep", LINUX, async () => {
  const shell = new Deno.Command("sh", { args: ["-c", "command -v sh"] }).outputSync().stdout;
  const path = new TextDecoder().decode(shell).trim();
  const signals = (await orphaned([path], "/nonexistent")).map(({ signal }) => signal);
  ok(signals.every((signal) => signal === "SIGTERM" || signal === "SIGKILL"), signals.join());
});

Deno.test("a guard removes the socket's file of what it ends, and no other file", LINUX, async () => {
  const folder = Deno.makeTempDirSync({ prefix: "fluxwire-test-" });
  const listener = Deno.listen({ transport: "unix", path: `${folder}/a b.sock` });
  Deno.writeTextFileSync(`${folder}/file`, "");
  const guard = new Deno.Command("sh", {
    args: ["-c", GUARD_SCRIPT, "fluxwire-guard", "0".repeat(32)],
    stdin: "piped",
  }).spawn();
  const groups = [sleeper({}), sleeper({})];
  const input = guard.stdin.getWriter();
  await input.write(new TextEncoder().encode(`+ ${groups[0]!.pid} ${folder}/a b.sock\n`));
  await input.write(new TextEncoder().encode(`+ ${groups[1]!.pid} ${folder}/file\n`));
  await input.close();
  await Promise.all([guard, ...groups].map(({ status }) => status));
  deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["file"]);
  listener.close();
  Deno.removeSync(folder, { recursive: true });
});

Deno.test(
  "GuardedLaunch has one guard with the others, which ends with the last and touches nothing",
  LINUX,
  async () => {
    const first = new GuardedLaunch();
    const second = new GuardedLaunch();
    deepEqual(await seen(first), []);
    const [pid, ...more] = guardsOf(first);
    ok(pid !== undefined);
    deepEqual(more, []);
    deepEqual(guardsOf(second), [pid]);
    const process = sleeper(first.env);
    first.watch(process.pid, null);
    await first.release();
    deepEqual(guardsOf(second), [pid]);
    await second.release();
    deepEqual(guardsOf(first), []);
    // It may still be the shell that becomes `sleep`; a process that has ended is a zombie.
    const [, state] = /\) (\S) /.exec(Deno.readTextFileSync(`/proc/${process.pid}/stat`))!;
    notEqual(state, "Z");
    process.kill("SIGKILL");
    equal((await process.status).signal, "SIGKILL");
  },
);

Deno.test("GuardedLaunch.processes() tells launches apart", LINUX, async () => {
  const launches = [new GuardedLaunch(), new GuardedLaunch()];
  const processes = launches.map(({ env }) => sleeper(env));
  const found = await Promise.all(launches.map(seen));
  deepEqual(found.map((tree) => tree.map(({ pid }) => pid)), processes.map(({ pid }) => [pid]));
  for (const process of processes) process.kill("SIGKILL");
  await Promise.all(processes.map(({ status }) => status));
  deepEqual(await seen(launches[0]!), []);
  await Promise.all(launches.map((launch) => launch.release()));
});

Deno.test("a guard survives the signals that end its host, and is replaced when it is killed", LINUX, async () => {
  const launch = new GuardedLaunch();
  const process = sleeper(launch.env);
  launch.watch(process.pid, null);
  // Its first answer shows that it has set its traps.
  equal((await seen(launch)).length, 1);
  const [pid] = guardsOf(launch);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) Deno.kill(pid!, signal);
  equal((await seen(launch)).length, 1);
  deepEqual(guardsOf(launch), [pid]);
  Deno.kill(pid!, "SIGKILL");
  // A turn of the event loop each time, in which the end of the first guard is noticed.
  while (guardsOf(launch).every((guard) => guard === pid)) await new Promise((resolve) => setTimeout(resolve));
  equal((await seen(launch))[0]?.pid, process.pid);
  process.kill("SIGKILL");
  await process.status;
  await launch.release();
});

Deno.test("readTree() reads names with anything in them, and pages of any length", () => {
  const stat = "7 (a) S 1 ( b) S 1 7 7 0 -1 0 0 0 0 0 12 3 0 0 20 0 4 0 99";
  const lines = [`7 00000001 10 ${stat}`, `8 - 5 ${stat.replace("7", "8")}`, "9 - 5 9 (gone"];
  const launches = new Map([[7, "00000002"]]);
  deepEqual(readTree(lines, launches, 16_384 + 99), [
    { pid: 7, launch: "00000001", residentBytes: 163_840, cpuMs: 150, threads: 4 },
    { pid: 8, launch: "00000002", residentBytes: 81_920, cpuMs: 150, threads: 4 },
  ]);
});
