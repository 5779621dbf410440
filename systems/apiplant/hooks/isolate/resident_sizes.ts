/** How much memory processes have, looked at often and cheaply: Deno opens `/proc` with `--allow-all` only, a shell always. */
import { canGuard, type TreeProcess } from "@fluxwire/supervise/internal";
import { TIMED_OUT, within } from "@fluxwire/transport";
import { GuardedChild } from "../guarded_child.ts";

/** Reads lines of process ids from its stdin, and prints a line of `PID BYTES` pairs for each. Starts nothing per line. */
const SCRIPT = `
exec 2>/dev/null
size=$(getconf PAGESIZE) || size=4096
while read -r pids; do
  answer=
  for pid in $pids; do
    resident=
    read -r _ resident _ <"/proc/$pid/statm" && answer="$answer $pid $((resident * size))"
  done
  echo "$answer"
done
`;
/** How long an answer may take, in milliseconds. */
const ANSWER_MS = 2_000;

/** A shell that looks at processes. It must be closed. */
export class ResidentSizes {
  readonly #pids = new Set<number>();
  #shell: GuardedChild | null = null;
  #lines: ReadableStreamDefaultReader<string> | null = null;
  #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>> | null = null;
  #look: Promise<ReadonlyMap<number, number> | null> = Promise.resolve(null);
  #lookedMs = -Infinity;

  /** Looks at a process from now on. */
  add(pid: number): void {
    this.#pids.add(pid);
  }

  /** Looks at it no longer. */
  delete(pid: number): void {
    this.#pids.delete(pid);
  }

  /** The process as a list, or null if it cannot be seen: on other systems than Linux, or without a shell. */
  async processes(pid: number, maxAgeMs: number): Promise<TreeProcess[] | null> {
    const now = performance.now();
    if (now - this.#lookedMs >= maxAgeMs) {
      this.#lookedMs = now;
      this.#look = this.#look.then(() => this.#ask());
    }
    const sizes = await this.#look;
    if (sizes === null) return null;
    const residentBytes = sizes.get(pid) ?? 0;
    return [{ pid, launch: "", residentBytes, cpuMs: 0, threads: 0 }];
  }

  /** Ends the shell. */
  async close(): Promise<void> {
    const shell = this.#shell;
    this.#shell = null;
    await shell?.kill();
    await this.#input?.close().catch(() => {});
    await this.#lines?.cancel().catch(() => {});
  }

  async #ask(): Promise<ReadonlyMap<number, number> | null> {
    if (Deno.build.os !== "linux" || !canGuard()) return null;
    try {
      if (this.#shell === null) this.#start();
      this.#input!.write(new TextEncoder().encode(`${[...this.#pids].join(" ")}\n`)).catch(() => {});
      const line = await within(this.#line(), ANSWER_MS);
      if (line !== null && line !== TIMED_OUT) return sizesOf(line);
    } catch {
      // The shell cannot be started now.
    }
    await this.close();
    return null;
  }

  #start(): void {
    const shell = this.#shell = new GuardedChild({
      command: "sh",
      args: ["-c", SCRIPT],
      env: { LC_ALL: "C" },
      cwd: "/",
    });
    this.#input = shell.stdin.getWriter();
    this.#lines = shell.stdout.pipeThrough(new TextDecoderStream()).getReader();
    void shell.stderr.cancel();
  }

  /** The next line; null if the shell has ended. */
  async #line(): Promise<string | null> {
    for (let text = "";;) {
      const { done, value } = await this.#lines!.read();
      if (done) return null;
      text += value;
      if (text.endsWith("\n")) return text;
    }
  }
}

function sizesOf(line: string): ReadonlyMap<number, number> {
  const numbers = line.trim().split(" ").map(Number);
  return new Map(Array.from({ length: numbers.length >> 1 }, (_, at) => [numbers[2 * at]!, numbers[2 * at + 1]!]));
}
