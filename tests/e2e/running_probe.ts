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
  readonly #input: WritableStreamDefaultWriter<Uint8Array> | null;

  /** @param options.typed Whether {@link type} gives it lines; otherwise its stdin is empty. */
  constructor(
    args: readonly string[],
    { env = {}, typed = false }: { env?: Readonly<Record<string, string>>; typed?: boolean } = {},
  ) {
    const [verb, ...rest] = args;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...PROBE_COMMAND, verb!, "--json", ...rest],
      env: { DBFLUX_DRIVER_IPC_TOKEN: "", ...env },
      stdin: typed ? "piped" : "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = typed ? this.#child.stdin.getWriter() : null;
    this.#read = this.#readLines();
    this.#errors = new Response(this.#child.stderr).text();
  }

  /** Writes a line to its stdin. */
  async type(line: string): Promise<void> {
    await this.#input?.write(new TextEncoder().encode(`${line}\n`));
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
    await this.#input?.close().catch(() => {});
    await this.ended();
  }

  async #readLines(): Promise<void> {
    const lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
    for await (const line of lines) this.lines.add(JSON.parse(line));
    this.lines.end(new Error(`The probe has ended; its output: ${JSON.stringify(this.lines.all)}`));
  }
}
