/**
 * A program that prints where it listens.
 *
 * @module
 */
import { within } from "@fluxwire/transport";

/** How long anything may take on a busy machine, in milliseconds. */
const PATIENCE_MS = 60_000;

/** A program that has begun to listen. Disposing it kills it. */
export class ListeningProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #output: Promise<string>;
  readonly #errors: Promise<string>;
  /** The line that says where it listens. */
  readonly line: string;

  private constructor(child: Deno.ChildProcess, line: string, output: Promise<string>, errors: Promise<string>) {
    this.#child = child;
    this.line = line;
    this.#output = output;
    this.#errors = errors;
  }

  /** Starts a module in a folder, and resolves when it prints a line with the text `listening`. */
  static async start(
    module: string,
    args: readonly string[],
    { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
  ): Promise<ListeningProcess> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "-A", "--no-lock", module, ...args],
      cwd,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const errors = new Response(child.stderr).text();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const line = text.split("\n").slice(0, -1).find((line) => line.includes("listening"));
      if (line !== undefined) return new ListeningProcess(child, line, rest(reader), errors);
    }
    throw new Error(`${module} ends with ${(await child.status).code}:\n${text}${await errors}`);
  }

  /** Sends it a signal, and resolves with its exit code and what it wrote to stderr. */
  async end(signal: Deno.Signal): Promise<{ code: number; errors: string }> {
    this.#child.kill(signal);
    const { code } = await within(this.#child.status, AbortSignal.timeout(PATIENCE_MS));
    await this.#output;
    return { code, errors: await this.#errors };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.end("SIGKILL");
    } catch (error) {
      // It has ended.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}

async function rest(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  return text;
}
