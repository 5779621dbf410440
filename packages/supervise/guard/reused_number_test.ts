import { deepEqual, equal } from "node:assert/strict";
import { Conversation } from "./conversation.ts";
import { GUARD_SCRIPT } from "./script.ts";

const HOST = "0123456789abcdef".repeat(2);
const LAUNCH = "00000001";

/** A process of the table: its group, its start in hundredths of a second, and whether it has the launch's mark. */
interface FakeProcess {
  group: number;
  start: number;
  isMarked?: boolean;
  name?: string;
}

/** A guard that sees a process table of plain files, and notes whom it signals. */
class FakeMachine implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "fluxwire-test-" });
  readonly #child: Deno.ChildProcess;
  readonly conversation: Conversation;

  constructor() {
    const kill =
      `kill() { echo "$*" >>${this.#folder}/signals; case $* in *--*) ;; *) rm -r ${this.#folder}/"$3" ;; esac; }`;
    this.uptime(1);
    this.#child = new Deno.Command("sh", {
      args: ["-c", `${kill}\n${GUARD_SCRIPT.replaceAll("/proc/", `${this.#folder}/`)}`, "fluxwire-guard", HOST],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    Deno.mkdirSync(`${this.#folder}/${this.#child.pid}`);
    Deno.writeTextFileSync(`${this.#folder}/${this.#child.pid}/environ`, `GUARDS=${HOST}.00000000\0`);
    this.conversation = new Conversation(this.#child);
  }

  uptime(seconds: number): void {
    Deno.writeTextFileSync(`${this.#folder}/uptime`, `${seconds.toFixed(2)} 1.00\n`);
  }

  set(pid: number, { group, start, isMarked = false, name = "sh" }: FakeProcess): void {
    const folder = `${this.#folder}/${pid}`;
    Deno.mkdirSync(folder, { recursive: true });
    const rest = `0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 ${start} 0 9`;
    Deno.writeTextFileSync(`${folder}/stat`, `${pid} (${name}) S 1 ${group} ${group} ${rest}\n`);
    Deno.writeTextFileSync(`${folder}/environ`, isMarked ? `A=1\0FLUXWIRE_LAUNCH=${HOST}.${LAUNCH}\0` : "A=1\0");
  }

  remove(pid: number): void {
    Deno.removeSync(`${this.#folder}/${pid}`, { recursive: true });
  }

  /** Resolves when the lines so far have been read. */
  async settle(): Promise<void> {
    await this.conversation.ask("!", `0 ffffffff 0`);
  }

  async die(): Promise<string[]> {
    await this.conversation.close();
    await this.#child.status;
    return this.signals();
  }

  signals(): string[] {
    try {
      return Deno.readTextFileSync(`${this.#folder}/signals`).trim().split("\n");
    } catch {
      return [];
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.die();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

/** A machine whose leader 100 has ended at 40 seconds, and what happens to its group after that. */
async function afterEnd(processes: Record<number, FakeProcess>): Promise<FakeMachine> {
  const machine = new FakeMachine();
  machine.set(100, { group: 100, start: 10 });
  machine.conversation.send("+ 100 -");
  await machine.settle();
  machine.remove(100);
  machine.uptime(40);
  machine.conversation.send("~ 100 0 -");
  await machine.settle();
  machine.uptime(60);
  for (const [pid, process] of Object.entries(processes)) machine.set(Number(pid), process);
  return machine;
}

const CASES: { name: string; processes: Record<number, FakeProcess>; ended: number[] }[] = [
  {
    name: "a stranger with the leader's number, and its group",
    processes: { 100: { group: 100, start: 5_000 }, 101: { group: 100, start: 5_001 } },
    ended: [],
  },
  { name: "a stranger's group whose leader has ended", processes: { 106: { group: 100, start: 6_000 } }, ended: [] },
  {
    name: "a group in which a process is older than the leader's end",
    processes: { 102: { group: 100, start: 20 }, 103: { group: 100, start: 6_000 } },
    ended: [102, 103],
  },
  {
    name: "a group in which a process has the mark",
    processes: { 104: { group: 100, start: 6_000, isMarked: true }, 105: { group: 100, start: 6_001 } },
    ended: [104, 105],
  },
  {
    name: "a marked process beside a stranger's group",
    processes: { 100: { group: 100, start: 5_000 }, 107: { group: 107, start: 30, isMarked: true } },
    ended: [107],
  },
  {
    name: "programs whose names look like another line of the table",
    processes: {
      108: { group: 108, start: 20, name: ") S 1 100 ) `exit`" },
      109: { group: 109, start: 20, name: "a) S 1 100 \n1 (b" },
    },
    ended: [],
  },
];

for (const { name, processes, ended } of CASES) {
  Deno.test(`a guard judges by mark and start time, not by number: ${name}`, async () => {
    await using machine = await afterEnd(processes);
    const answer = await machine.conversation.ask("!", `TERM ${LAUNCH} 100`);
    deepEqual([...new Set(answer!.lines.map(Number))].sort(), ended);
    deepEqual(machine.signals().filter((line) => line !== "").map((line) => Number(line.split(" ")[2])).sort(), ended);
  });

  Deno.test(`a guard whose host dies judges by mark and start time, not by number: ${name}`, async () => {
    await using machine = await afterEnd(processes);
    const signals = (await machine.die()).filter((line) => line !== "");
    deepEqual([...new Set(signals.map((line) => Number(line.split(" ").at(-1))))].sort(), ended);
  });
}

Deno.test("a guard whose host dies leaves a number alone that was reused before the host could tell", async () => {
  await using machine = new FakeMachine();
  machine.set(100, { group: 100, start: 10 });
  machine.conversation.send("+ 100 -");
  await machine.settle();
  machine.set(100, { group: 100, start: 5_000 });
  machine.uptime(60);
  deepEqual((await machine.die()).filter((line) => line !== ""), []);
});

Deno.test("a guard signals a group whose leader runs", async () => {
  await using machine = new FakeMachine();
  machine.set(100, { group: 100, start: 10 });
  machine.conversation.send("+ 100 -");
  machine.set(101, { group: 100, start: 6_000 });
  const answer = await machine.conversation.ask("!", `0 ${LAUNCH} 100`);
  equal(answer!.lines.length, 2);
});
