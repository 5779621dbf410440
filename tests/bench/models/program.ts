/** Servers as programs of their own. */

const DEADLINE_MS = 60_000;

/** A server that listens. */
export interface Program extends AsyncDisposable {
  readonly url: URL;
  readonly pid: number;
  /** How long it took from its start until it listened, in milliseconds. */
  readonly startMs: number;
}

/** Starts a program of Deno, as {@link startProgram} does. */
export function start(args: readonly string[]): Promise<Program> {
  return startProgram(Deno.execPath(), ["run", "--no-prompt", "--no-check", "-A", ...args]);
}

/** Starts a program, and waits until it says where it listens. Rejects with what it wrote if it does not. */
export async function startProgram(path: string, args: readonly string[]): Promise<Program> {
  const since = performance.now();
  const child = new Deno.Command(path, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text(), timer = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "", url: string | undefined;
  while ((url = /^listening on (\S+)\n/m.exec(text)?.[1]) === undefined) {
    const { done, value } = await lines.read();
    if (done) throw new Error(`${path} did not start: ${await errors}`);
    text += value;
  }
  clearTimeout(timer);
  const startMs = performance.now() - since;
  await lines.cancel();
  return {
    url: new URL(url),
    pid: child.pid,
    startMs,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await Promise.all([child.status, errors]);
    },
  };
}

/** The resident size of a process, in bytes; Linux. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** How long the processors have worked for a process, in microseconds; Linux, which counts in hundredths of a second. */
export async function cpuMicroseconds(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  // The name of the program, in parentheses, may have spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
