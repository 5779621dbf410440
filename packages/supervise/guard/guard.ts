/**
 * Ends what programs leave behind when their host dies, by any signal.
 *
 * The guard is a shell in a session of its own. It holds the other end of a pipe, which ends with the host; then it ends
 * the process groups it was told of, and on Linux every process whose environment has the host's mark: those that have
 * left their group by `setsid` or a double fork.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";
import { GUARD_SCRIPT } from "./script.ts";
import { readTree, type TreeProcess } from "./tree.ts";

/** The variable that tells which launch a process belongs to; what a program starts inherits it. */
export const MARK_VARIABLE = "FLUXWIRE_LAUNCH";

/** How long an answer may take, in milliseconds; a machine with thousands of processes needs some tens. */
const ANSWER_MS = 2_000;
/** How often a guard that was ended is replaced; where it cannot live, it is not tried for ever. */
const MAX_RESTARTS = 10;
/** Where the guard finds `grep` and `sleep`; its environment has nothing of the host's. */
const PATH = "/usr/bin:/bin:/usr/local/bin:/run/current-system/sw/bin";

const utf8 = new TextEncoder();

/** A guard that runs, and what it watches. It ends with the last launch. */
class Guard {
  readonly host: string = crypto.randomUUID().replaceAll("-", "");
  readonly #watched = new Map<number, { launch: string; path: string }>();
  #launches = 0;
  #users = 0;
  #child: Deno.ChildProcess | null = null;
  #input: WritableStreamDefaultWriter<Uint8Array> | null = null;
  #output: ReadableStreamDefaultReader<string> | null = null;
  #isQuitting = false;
  /** The output of a guard that gave no answer. */
  #silent: unknown = null;
  #restarts = 0;
  #ended: Promise<void> = Promise.resolve();
  #question: Promise<TreeProcess[] | null> = Promise.resolve(null);
  #askedMs = -Infinity;

  /** Takes part in it; starts it if it does not run. */
  join(): string {
    if (this.#users++ === 0) this.#start();
    return (++this.#launches).toString(16).padStart(8, "0");
  }

  /** Leaves it. It ends with its last user. */
  async leave(): Promise<void> {
    if (--this.#users > 0) return;
    if (current === this) current = null;
    this.#isQuitting = true;
    await this.#write("quit\n");
    await this.#input?.close().catch(() => {});
    await this.#output?.cancel();
    await this.#ended;
  }

  watch(pid: number, launch: string, path: string): void {
    this.#watched.set(pid, { launch, path });
    void this.#write(`+ ${pid} ${path}\n`);
  }

  unwatch(pid: number): void {
    if (this.#watched.delete(pid)) void this.#write(`- ${pid}\n`);
  }

  /** Every process of its launches; null where it cannot tell. An answer serves all questions within `maxAgeMs`. */
  processes(maxAgeMs: number): Promise<TreeProcess[] | null> {
    const nowMs = performance.now();
    if (nowMs - this.#askedMs < maxAgeMs) return this.#question;
    this.#askedMs = nowMs;
    return this.#question = this.#question.then(async () => {
      const lines = await this.#ask();
      // Without /proc the dot stands alone.
      if (lines === null || lines.at(-1) === ".") return null;
      const launches = new Map([...this.#watched].map(([pid, { launch }]) => [pid, launch]));
      return readTree(lines, launches, Deno.memoryUsage().rss);
    });
  }

  #start(): void {
    if (!canGuard()) return;
    try {
      this.#child = new Deno.Command("sh", {
        args: ["-c", GUARD_SCRIPT, "fluxwire-guard", this.host],
        clearEnv: true,
        env: { GUARDS: `${this.host}.00000000`, LC_ALL: "C", PATH },
        cwd: "/",
        detached: true,
        stdin: "piped",
        stdout: "piped",
        stderr: "null",
      }).spawn();
    } catch {
      // There is no shell, or no room for one: programs are started all the same, and end by their lifeline.
      return;
    }
    this.#input = this.#child.stdin.getWriter();
    this.#output = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    for (const [pid, { path }] of this.#watched) void this.#write(`+ ${pid} ${path}\n`);
    this.#ended = this.#child.status.then(() => {
      this.#input = null;
      // Another program has ended it.
      if (!this.#isQuitting && this.#restarts++ < MAX_RESTARTS) this.#start();
    });
  }

  /** Lines come to it in the order of the calls. One that has ended reads nothing, and is started again. */
  async #write(line: string): Promise<void> {
    await this.#input?.write(utf8.encode(line)).catch(() => {});
  }

  async #ask(): Promise<string[] | null> {
    const output = this.#output;
    if (this.#input === null || output === null || output === this.#silent) return null;
    await this.#write("?\n");
    const answer = await within(readAnswer(output), ANSWER_MS).catch(() => null);
    if (answer !== TIMED_OUT && answer !== "ended") return answer;
    this.#silent = output;
    return null;
  }
}

/** The lines of an answer. */
async function readAnswer(output: ReadableStreamDefaultReader<string>): Promise<string[] | "ended"> {
  let text = "";
  while (!/^\. ?\d*\n/m.test(text)) {
    const chunk = await output.read();
    if (chunk.done) return "ended";
    text += chunk.value;
  }
  return text.trimEnd().split("\n");
}

let current: Guard | null = null;

/** One launch under the guard. It must be released. */
export class GuardedLaunch {
  readonly #guard: Guard;
  readonly #launch: string;
  readonly #released: () => Promise<void>;
  #pid: number | null = null;

  /** Starts the guard if it does not run. Do this before the program is started: this process may be killed at any time. */
  constructor() {
    this.#guard = current ??= new Guard();
    this.#launch = this.#guard.join();
    let releasing: Promise<void> | null = null;
    this.#released = () => releasing ??= this.#guard.leave();
  }

  /** What the environment of the program must have. */
  get env(): Record<string, string> {
    return { [MARK_VARIABLE]: `${this.#guard.host}.${this.#launch}` };
  }

  /**
   * Tells the guard of the program.
   *
   * @param pid The leader of its process group.
   * @param ownFile A file that it makes, which is removed with it; null for none.
   */
  watch(pid: number, ownFile: string | null): void {
    this.#pid = pid;
    this.#guard.watch(pid, this.#launch, ownFile ?? "");
  }

  /**
   * What is left of the launch, on Linux: processes of its group, or with its mark. Those that have left the group and
   * cleared their environment are not found. Null if that cannot be known.
   *
   * @param maxAgeMs How old the answer may be, in milliseconds: one look serves all launches.
   */
  async processes(maxAgeMs = 0): Promise<TreeProcess[] | null> {
    const all = await this.#guard.processes(maxAgeMs);
    return all && all.filter(({ launch }) => launch === this.#launch);
  }

  /** The program is gone. Resolves when the guard has ended, if this was the last launch. */
  release(): Promise<void> {
    if (this.#pid !== null) this.#guard.unwatch(this.#pid);
    return this.#released();
  }
}

/**
 * Whether programs that ignore their lifeline are ended when this process is killed: a shell is there to be started, and
 * permitted by `--allow-run`. On Windows there is none.
 */
export function canGuard(): boolean {
  return Deno.build.os !== "windows" &&
    Deno.permissions.querySync({ name: "run", command: "sh" }).state === "granted";
}
