import { deepEqual, equal, match, ok } from "node:assert/strict";
import { MARK_VARIABLE } from "./guard/guard.ts";
import { Process } from "./process.ts";

const LINUX = { ignore: Deno.build.os !== "linux" };
const PATH = Deno.env.get("PATH")!;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const MODULE = new URL("./process.ts", import.meta.url).href;
const utf8 = new TextDecoder();

/** Starts a shell script, and waits for that many lines. */
async function started(script: string, lines = 1, onStep?: (text: string) => void): Promise<Process> {
  const ready = Promise.withResolvers<void>();
  let left = lines;
  const process = await Process.spawn({
    command: "sh",
    args: ["-c", script],
    env: { PATH },
    cwd: null,
    onStep,
    sink: {
      append: (_, bytes) => {
        left -= utf8.decode(bytes).split("\n").length - 1;
        return Promise.resolve(left <= 0 ? ready.resolve() : undefined);
      },
      end: () => Promise.resolve(),
    },
  });
  await ready.promise;
  return process;
}

/** The processes with a text in their environment, or in their arguments. */
function processesWith(text: string, file: "environ" | "cmdline"): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    try {
      return pid > 0 && Deno.readTextFileSync(`/proc/${pid}/${file}`).includes(text);
    } catch {
      return false;
    }
  });
}

/** The mark of a process that runs. */
function markOf({ pid }: Process): string {
  return new RegExp(`${MARK_VARIABLE}=([^\\0]+)`).exec(Deno.readTextFileSync(`/proc/${pid}/environ`))![1]!;
}

/** The guard of a mark's host. */
function guardOf(mark: string): number {
  return processesWith(mark.split(".")[0]!, "cmdline")[0]!;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("Process.stop() leaves nothing although the guard is stopped for 3 s", LINUX, async () => {
  const process = await started(`setsid sh -c 'trap "" TERM; echo; while :; do sleep 1; done' & wait`);
  const mark = markOf(process), guard = guardOf(mark);
  Deno.kill(guard, "SIGSTOP");
  equal(await process.processes(), null);
  equal(process.sight, "blind");
  setTimeout(() => Deno.kill(guard, "SIGCONT"), 1_000);
  const { left } = await process.stop({ stdinGraceMs: 0, termGraceMs: 20 });
  deepEqual(left, []);
  deepEqual(processesWith(mark, "environ"), []);
});

Deno.test("Process.processes() reads a late answer, and sees again", LINUX, async () => {
  const process = await started("echo; exec sleep 1000");
  const guard = guardOf(markOf(process));
  Deno.kill(guard, "SIGSTOP");
  equal(await process.processes(), null);
  Deno.kill(guard, "SIGCONT");
  equal((await process.processes())?.length, 1);
  equal(process.sight, "clear");
  equal(guardOf(markOf(process)), guard);
  await process.stop({ stdinGraceMs: 0 });
});

Deno.test("a guard that stays stopped is replaced, and the new one sees all", LINUX, async () => {
  const process = await started("setsid sh -c 'echo; exec sleep 1000' & wait");
  const mark = markOf(process), guard = guardOf(mark);
  Deno.kill(guard, "SIGSTOP");
  while ((await process.processes())?.length !== 2) equal(process.sight === "none", false);
  ok(guardOf(mark) !== guard);
  await process.stop({ stdinGraceMs: 0 });
  deepEqual(processesWith(mark, "environ"), []);
});

Deno.test("Process.stop() says what it could not see when every guard stays stopped", LINUX, async () => {
  const steps: string[] = [];
  const process = await started("setsid sh -c 'echo; exec sleep 1000' & wait", 1, (text) => steps.push(text));
  const mark = markOf(process);
  const stopGuards = setInterval(() => {
    for (const guard of processesWith(mark.split(".")[0]!, "cmdline")) Deno.kill(guard, "SIGSTOP");
  }, 5);
  const { left } = await process.stop({ stdinGraceMs: 0, termGraceMs: 0 });
  clearInterval(stopGuards);
  equal(left, null);
  match(steps.at(-2)!, /^It cannot be seen what is left: the guard did not answer/);
  for (const pid of processesWith(mark, "environ")) Deno.kill(pid, "SIGKILL");
});

Deno.test("a host that was stopped for 3 s and continued leaves nothing when it stops its process", LINUX, async () => {
  const code = `import { Process } from ${JSON.stringify(MODULE)};
    const args = ["-c", "setsid sh -c 'exec sleep 1000' & setsid sh -c 'exec sleep 1000' & wait"];
    const process = await Process.spawn({ command: "sh", args, env: { PATH: ${JSON.stringify(PATH)} }, cwd: null });
    while ((await process.processes()).length < 3);
    const asking = process.processes();
    console.log(Deno.readTextFileSync("/proc/" + process.pid + "/environ").replaceAll("\\0", " "));
    await asking;
    for (let i = 0; i < 100; i++) await process.processes();
    console.log(JSON.stringify(await process.stop({ stdinGraceMs: 0 })));`;
  const host = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", CONFIG, `data:text/typescript,${encodeURIComponent(code)}`],
    env: { NO_COLOR: "1" },
    stdout: "piped",
  }).spawn();
  const reader = host.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const environ = (await reader.read()).value!;
  host.kill("SIGSTOP");
  await pause(3_000);
  host.kill("SIGCONT");
  let rest = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) rest += read.value;
  await host.status;
  match(rest, /"left":\[\]/);
  deepEqual(processesWith(new RegExp(`${MARK_VARIABLE}=(\\S+)`).exec(environ)![1]!, "environ"), []);
});

Deno.test(
  "Process.stop() ends 400 children that have left by fork and setsid, on a machine at load 30",
  LINUX,
  async () => {
    const busy = Array.from(
      { length: 30 },
      () => new Deno.Command("nice", { args: ["-n", "10", "sh", "-c", "while :; do :; done"] }).spawn(),
    );
    try {
      const each = `(setsid sh -c 'trap "" TERM; echo; exec sleep 1000' &)`;
      const process = await started(`i=0; while [ $i -lt 400 ]; do ${each}; i=$((i + 1)); done; exec sleep 1000`, 400);
      const mark = markOf(process);
      const { left } = await process.stop({ stdinGraceMs: 0, termGraceMs: 20 });
      deepEqual(left, []);
      deepEqual(processesWith(mark, "environ"), []);
    } finally {
      for (const child of busy) child.kill("SIGKILL");
      await Promise.all(busy.map(({ status }) => status));
    }
  },
);

/** Whether a namespace of processes can be made here, whose numbers a test may set. */
const CAN_UNSHARE = Deno.build.os === "linux" &&
  await new Deno.Command("unshare", { args: ["--pid", "--fork", "--mount-proc", "true"], stderr: "null" }).output()
    .then(({ success }) => success, () => false);

Deno.test(
  "Process.stop() leaves a stranger alone that got the number of its process",
  { ignore: !CAN_UNSHARE },
  async () => {
    const code = `import { Process } from ${JSON.stringify(MODULE)};
    const env = { PATH: ${JSON.stringify(PATH)} };
    const process = await Process.spawn({ command: "sh", args: ["-c", "exit 0"], env, cwd: null });
    await process.exited;
    let stranger;
    do {
      stranger?.kill("SIGKILL");
      await stranger?.status;
      Deno.writeTextFileSync("/proc/sys/kernel/ns_last_pid", String(process.pid - 1));
      stranger = new Deno.Command("sleep", { args: ["1000"], detached: true, stdin: "null" }).spawn();
    } while (stranger.pid !== process.pid);
    const { step, left } = await process.stop({ stdinGraceMs: 0, termGraceMs: 0 });
    const isAlive = !Deno.readTextFileSync("/proc/" + stranger.pid + "/stat").includes(") Z ");
    console.log(JSON.stringify({ step, left, isAlive }));
    stranger.kill("SIGKILL");
    await stranger.status;`;
    const { stdout, stderr } = await new Deno.Command("unshare", {
      args: [
        ...["--pid", "--fork", "--mount-proc", Deno.execPath(), "run", "-A", "--config", CONFIG],
        `data:text/typescript,${encodeURIComponent(code)}`,
      ],
      env: { NO_COLOR: "1" },
    }).output();
    equal(utf8.decode(stdout), '{"step":"already","left":[],"isAlive":true}\n', utf8.decode(stderr));
  },
);
