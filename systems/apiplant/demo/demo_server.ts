/** A server as a program of its own, as its users start it. */
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const CONFIG = `[server]
mount-address = "127.0.0.1:0"
[drivers]
secure = "file"
event = "file"
model = "file"
error = "file"
`;
/** How long a start, an answer or a stop may take, in milliseconds. */
const PATIENCE_MS = 20_000;

/** A server of the demo. */
export class DemoServer {
  /** Where it listens. */
  readonly url: string;
  readonly #child: Deno.ChildProcess;

  private constructor(url: string, child: Deno.ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** Starts one whose files are in the folder. */
  static async start(folder: string, flags: readonly string[] = []): Promise<DemoServer> {
    const config = `${folder}/config.toml`;
    await Deno.writeTextFile(config, CONFIG);
    const permissions = ["--allow-net", "--allow-run", "--allow-env", "--allow-read", "--allow-write"];
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", ...permissions, MAIN, "--config", config, ...flags],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const failed = new Response(child.stderr).text();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const url = /^listening on (\S+)$/m.exec(text)?.[1];
      if (url === undefined) continue;
      clearTimeout(timer);
      void drain(reader);
      return new DemoServer(url, child);
    }
    clearTimeout(timer);
    throw new Error(`The server did not start: ${(await failed).trim()}`);
  }

  /** Asks it, and gives the answer, whose status must be this. */
  async call(method: string, path: string, status: number, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer = await response.json();
    if (response.status !== status) {
      throw new Error(`${method} ${path} gave ${response.status}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }

  /** Stops it, and gives its exit code. */
  async stop(): Promise<number> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), PATIENCE_MS);
    const { code } = await this.#child.status;
    clearTimeout(timer);
    return code;
  }

  /** Kills it, if it runs. */
  async kill(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      // It has ended.
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#child.status;
  }
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}
