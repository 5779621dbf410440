import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { TreeProcess } from "./guard/tree.ts";
import { Process, type ProcessCommand } from "./process.ts";

/** Starts a shell script, and waits for its first line. */
async function started(script: string, changes: Partial<ProcessCommand> = {}): Promise<[Process, string]> {
  const line = Promise.withResolvers<string>();
  const process = await Process.spawn({
    command: "sh",
    args: ["-c", script],
    env: { PATH: Deno.env.get("PATH")! },
    cwd: null,
    sink: {
      append: (_, bytes) => Promise.resolve(line.resolve(new TextDecoder().decode(bytes).trim())),
      end: () => Promise.resolve(),
    },
    ...changes,
  });
  return [process, await line.promise];
}

/** What a process has started, by a guard that a busy machine may make late. */
async function seen(process: Process): Promise<TreeProcess[]> {
  for (;;) {
    const tree = await process.processes();
    if (tree !== null) return tree;
    equal(process.sight, "blind");
  }
}

/** Whether a process runs; one that has ended and was not reaped by the machine's init does not. */
function isAlive(pid: string): boolean {
  try {
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const LINUX = { ignore: Deno.build.os !== "linux" };

Deno.test("Process.stop() ends what has left the group by setsid and a double fork", LINUX, async () => {
  const [process, pid] = await started('(setsid sh -c "echo \\$\\$; exec sleep 1000" &); exec sleep 1000');
  ok(isAlive(pid));
  const { step } = await process.stop({ stdinGraceMs: 0, termGraceMs: 60_000 });
  equal(step, "SIGTERM");
  ok(!isAlive(pid));
});

Deno.test("Process.stop() is not surprised by processes that end while they are stopped", LINUX, async () => {
  const env = { PATH: Deno.env.get("PATH")! };
  const start = () => Process.spawn({ command: "sleep", args: ["1000"], env, cwd: null });
  const processes = await Promise.all(Array.from({ length: 40 }, start));
  const reports = await Promise.all(processes.map(async (process, i) => {
    // Each at another moment of the turn in which Deno learns of its end.
    await new Promise((resolve) => setTimeout(resolve, i / 4));
    Deno.kill(process.pid, "SIGKILL");
    return await process.stop({ stdinGraceMs: 0, termGraceMs: 0 });
  }));
  for (const { status } of reports) equal(status.success, false);
});

Deno.test("Process.stop() ends what a driver that has ended leaves, also against its will", LINUX, async () => {
  const [process, pid] = await started(`setsid sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done' & wait $!`);
  Deno.kill(process.pid, "SIGKILL");
  await process.exited;
  const { step, status } = await process.stop({ stdinGraceMs: 0, termGraceMs: 20 });
  equal(step, "SIGKILL");
  equal(status.signal, "SIGKILL");
  ok(!isAlive(pid));
});

Deno.test("Process.stop() ends what is in the group without our mark", LINUX, async () => {
  const [process, pid] = await started('env -i sh -c "echo \\$\\$; exec sleep 1000" & wait');
  await process.stop({ stdinGraceMs: 0, termGraceMs: 60_000 });
  ok(!isAlive(pid));
});

Deno.test("Process.processes() tells what it has started, with memory and time", LINUX, async () => {
  const [process, pid] = await started('setsid sh -c "echo \\$\\$; while :; do :; done" & wait');
  const tree = await seen(process);
  deepEqual(tree.map(({ pid }) => pid).sort((a, b) => a - b), [process.pid, Number(pid)]);
  for (const { residentBytes, threads } of tree) {
    ok(residentBytes > 100_000 && residentBytes < 50_000_000, `${residentBytes}`);
    equal(threads, 1);
  }
  let busyMs = 0;
  while (busyMs < 20) busyMs = (await seen(process)).find((one) => one.pid === Number(pid))!.cpuMs;
  await process.stop({ stdinGraceMs: 0, termGraceMs: 60_000 });
});

Deno.test("Process.stop() tells each step and its reason", async () => {
  const steps: string[] = [];
  const script = "trap '' TERM; echo ready; while :; do sleep 1; done";
  const [process] = await started(script, { onStep: (text) => steps.push(text) });
  await process.stop({ stdinGraceMs: 1, termGraceMs: 2 });
  deepEqual(steps.slice(0, 2), [
    "Sending SIGTERM: it was there 1 ms after stdin closed",
    "Sending SIGKILL: it was there 2 ms after SIGTERM",
  ]);
  match(steps[2]!, /^It has ended after SIGKILL: signal SIGKILL/);
  equal(steps.length, 3);
});

Deno.test("Process gives its output to a sink to the last byte, and waits for a slow one", async () => {
  let bytes = 0;
  let isBusy = false;
  const ends: string[] = [];
  const process = await Process.spawn({
    command: "sh",
    args: ["-c", "yes 0123456 | head -c 1000000"],
    env: { PATH: Deno.env.get("PATH")! },
    cwd: null,
    sink: {
      append: async (_, chunk) => {
        ok(!isBusy);
        isBusy = true;
        await new Promise((resolve) => setTimeout(resolve, 1));
        isBusy = false;
        bytes += chunk.length;
      },
      end: (stream) => Promise.resolve(void ends.push(stream)),
    },
  });
  await process.stop({ stdinGraceMs: 60_000 });
  equal(bytes, 1_000_000);
  deepEqual(ends.sort(), ["stderr", "stdout"]);
});

Deno.test("Process.stop() works if Deno may run one program and signal no other process", LINUX, async () => {
  const module = new URL("./process.ts", import.meta.url).href;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const code = `import { Process } from ${JSON.stringify(module)};
    const process = await Process.spawn({ command: "sleep", args: ["1000"], env: {}, cwd: null });
    console.log((await process.stop({ stdinGraceMs: 0 })).step, await process.processes());`;
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--config",
      config,
      "--allow-run=sleep",
      `data:text/typescript,${encodeURIComponent(code)}`,
    ],
    env: { NO_COLOR: "1" },
  });
  const { stdout, stderr } = await command.output();
  equal(new TextDecoder().decode(stdout), "SIGTERM null\n", new TextDecoder().decode(stderr));
});
