/**
 * A running verb of the probe, and its output so far.
 *
 * @module
 */
import { Events } from "./host_events.ts";
import { PROBE_COMMAND } from "./run_probe.ts";
import { TextLineStream } from "./text_line_stream.ts";

/** A line of a verb's output with `--json`. */
// deno-lint-ignore no-explicit-any
export type ProbeLine = Record<string, any>;

/** A running verb with `--json`. Disposing it kills it. */
export class RunningProbe implements AsyncDisposable {
  readonly lines: Events<ProbeLine> = new Events();
  readonly #child: Deno.ChildProcess;
  readonly #read: Promise<void>;
  readonly #errors: Promise<string>;

  constructor(args: readonly string[], { env = {} }: { env?: Readonly<Record<string, string>> } = {}) {
    const [verb, ...rest] = args;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...PROBE_COMMAND, verb!, "--json", ...rest],
      env: { DBFLUX_DRIVER_IPC_TOKEN: "", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#read = this.#readLines();
    this.#errors = new Response(this.#child.stderr).text();
  }

  /** Sends a signal, waits for the end, and gives exit code and stderr. */
  async end(signal: Deno.Signal = "SIGINT"): Promise<{ code: number; stderr: string }> {
    this.#child.kill(signal);
    return await this.ended();
  }

  /** Waits for the end, and gives exit code and stderr. */
  async ended(): Promise<{ code: number; stderr: string }> {
    const [{ code }, stderr] = await Promise.all([this.#child.status, this.#errors, this.#read]);
    return { code, stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.ended();
  }

  async #readLines(): Promise<void> {
    const lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
    for await (const line of lines) this.lines.add(JSON.parse(line));
    this.lines.end(new Error(`The probe has ended; its output: ${JSON.stringify(this.lines.all)}`));
  }
}
