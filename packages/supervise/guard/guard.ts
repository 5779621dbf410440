/**
 * Ends what programs leave behind when their host dies, by any signal.
 *
 * The guard is a shell in a session of its own. It holds the other end of a pipe, which ends with the host; then it ends
 * the process groups that the host has named, and on Linux every process whose environment has the host's mark: those
 * that have left their group by `setsid` or a double fork.
 *
 * @module
 */
import { Conversation } from "./conversation.ts";
import { GUARD_SCRIPT } from "./script.ts";
import { readTree, type TreeProcess } from "./tree.ts";

/** The variable that marks the processes of a launch; what a program starts inherits it. */
export const MARK_VARIABLE = "FLUXWIRE_LAUNCH";

/**
 * Whether the processes of a launch can be seen: `clear`; `blind` while the guard does not answer in time; `none` on
 * systems without `/proc`, or if no shell can be started.
 */
export type Sight = "clear" | "blind" | "none";

/** A guard that has ended is replaced so often without an answer of the new one, and then no more. */
const MAX_RESTARTS = 10;
/** A guard is replaced after so many questions in a row without an answer in time. */
const MAX_LATE = 5;
/** The folders with `grep` and `sleep`; the guard's environment has nothing of the host's. */
const PATH = "/usr/bin:/bin:/usr/local/bin:/run/current-system/sw/bin";

/** A leader of a process group. */
interface Watched {
  /** The launch it belongs to. */
  launch: string;
  /** The file of the program that is removed with it; a hyphen for none. */
  path: string;
  /** When it ended, in the time of `performance.now()`; null while it runs. */
  endedMs: number | null;
}

/** A guard that runs, and what it watches. It ends with the last launch. */
class Guard {
  readonly host: string = crypto.randomUUID().replaceAll("-", "");
  readonly #watched = new Map<number, Watched>();
  #launches = 0;
  #users = 0;
  #child: Deno.ChildProcess | null = null;
  #conversation: Conversation | null = null;
  #isQuitting = false;
  #hasProc = true;
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
    this.#conversation?.send("quit");
    // One that is late may be stopped, and would never read it.
    if (this.sight === "blind") this.#kill();
    await this.#conversation?.close();
    await this.#ended;
  }

  get sight(): Sight {
    if (Deno.build.os !== "linux" || !this.#hasProc || this.#child === null) return "none";
    return this.#conversation === null || this.#conversation.late > 0 ? "blind" : "clear";
  }

  watch(pid: number, launch: string, path: string): void {
    this.#watched.set(pid, { launch, path: path || "-", endedMs: null });
    this.#conversation?.send(`+ ${pid} ${path || "-"}`);
  }

  /** The leader has ended: its number is free once nothing is left of its group. */
  end(pid: number): void {
    const watched = this.#watched.get(pid);
    if (watched === undefined) return;
    watched.endedMs = performance.now();
    this.#sendEnd(pid, watched);
  }

  unwatch(pid: number): void {
    if (this.#watched.delete(pid)) this.#conversation?.send(`- ${pid}`);
  }

  /** Every process of its launches, or null if it cannot tell. An answer serves all questions within `maxAgeMs`. */
  processes(maxAgeMs: number): Promise<TreeProcess[] | null> {
    const nowMs = performance.now();
    if (nowMs - this.#askedMs < maxAgeMs) return this.#question;
    this.#askedMs = nowMs;
    return this.#question = this.#question.then(async () => {
      const answer = await this.#ask("?");
      if (answer === null) return null;
      const launches = new Map([...this.#watched].map(([pid, { launch }]) => [pid, launch]));
      return readTree(answer.lines, launches, Deno.memoryUsage().rss / answer.ownPages);
    });
  }

  /** Signals all that is left of a launch; `0` signals nothing. Returns the ids, or null if it cannot tell. */
  async signal(launch: string, pid: number, signal: "SIGTERM" | "SIGKILL" | "0"): Promise<number[] | null> {
    const answer = await this.#ask("!", `${signal.replace("SIG", "")} ${launch} ${pid}`);
    return answer && [...new Set(answer.lines.map(Number))];
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
      // The shell is missing, or there is no room for it: programs start anyway, and end by their lifeline.
      this.#child = null;
      return;
    }
    const conversation = this.#conversation = new Conversation(this.#child);
    for (const [pid, watched] of this.#watched) {
      if (watched.endedMs === null) conversation.send(`+ ${pid} ${watched.path}`);
      else this.#sendEnd(pid, watched);
    }
    this.#ended = this.#child.status.then(async () => {
      await conversation.close();
      this.#conversation = null;
      // Another program has ended it, or it was too late too often.
      if (!this.#isQuitting && this.#restarts++ < MAX_RESTARTS) this.#start();
    });
  }

  #sendEnd(pid: number, { path, endedMs }: Watched): void {
    const ago = Math.max(0, Math.floor((performance.now() - endedMs!) / 10));
    this.#conversation?.send(`~ ${pid} ${ago} ${path}`);
  }

  async #ask(word: "?" | "!", rest?: string): ReturnType<Conversation["ask"]> {
    // One that has ended is replaced first.
    if (this.#conversation?.isOver) await this.#ended;
    const conversation = this.#conversation;
    if (conversation === null || !this.#hasProc) return null;
    const answer = await conversation.ask(word, rest);
    if (answer === null) {
      if (conversation.late >= MAX_LATE && conversation === this.#conversation) this.#kill();
      return null;
    }
    this.#restarts = 0;
    this.#hasProc = answer.ownPages > 0;
    return this.#hasProc ? answer : null;
  }

  #kill(): void {
    try {
      this.#child?.kill("SIGKILL");
    } catch (error) {
      // It has ended already.
      if (!(error instanceof TypeError)) throw error;
    }
  }
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

  /** The variables that the program's environment must have. */
  get env(): Record<string, string> {
    return { [MARK_VARIABLE]: `${this.#guard.host}.${this.#launch}` };
  }

  /** Whether {@link processes} can see now. */
  get sight(): Sight {
    return this.#guard.sight;
  }

  /**
   * Puts the program under the guard.
   *
   * @param pid The leader of its process group.
   * @param ownFile A file that it makes, which is removed with it; null for none.
   */
  watch(pid: number, ownFile: string | null): void {
    this.#pid = pid;
    this.#guard.watch(pid, this.#launch, ownFile ?? "");
  }

  /** The leader has ended: its number may soon be another program's. */
  end(): void {
    if (this.#pid !== null) this.#guard.end(this.#pid);
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

  /**
   * Signals what {@link processes} would find, at the moment it is found.
   *
   * @param signal The signal; `0` only lists.
   * @returns The ids, or null if that cannot be known.
   */
  signal(signal: "SIGTERM" | "SIGKILL" | "0"): Promise<number[] | null> {
    return this.#guard.signal(this.#launch, this.#pid ?? 0, signal);
  }

  /** Call it when the program has ended. Resolves when the guard has ended, if this was the last launch. */
  release(): Promise<void> {
    if (this.#pid !== null) this.#guard.unwatch(this.#pid);
    return this.#released();
  }
}

/**
 * Whether programs that ignore their lifeline are ended when this process is killed: a shell can be started, and
 * `--allow-run` permits it. Never on Windows.
 */
export function canGuard(): boolean {
  return Deno.build.os !== "windows" &&
    Deno.permissions.querySync({ name: "run", command: "sh" }).state === "granted";
}
