/** A model server as a process of its own, which a test may kill, pause and start again. */
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const PERMISSIONS = ["--allow-net", "--allow-run", "--allow-env", "--allow-read", "--allow-write"];

/** A server whose folder and configuration stay when it is started again. */
export class ServerProcess {
  readonly #folder: string;
  #child: Deno.ChildProcess | null = null;
  #log: Promise<string> | null = null;
  #url = "";

  /** It starts nothing. The folder has its `config.toml`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where it listens; another port at each start. */
  get url(): string {
    return this.#url;
  }

  /** Starts it, and resolves when it listens. */
  async start(): Promise<void> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--lock=npm.lock", "--frozen", ...PERMISSIONS, MAIN, "--config", "config.toml"].map(
        (arg) => arg === "config.toml" ? `${this.#folder}/${arg}` : arg,
      ),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#child = child;
    this.#log = new Response(child.stderr).text();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const url = /^listening on (\S+)$/m.exec(text)?.[1];
      if (url === undefined) continue;
      this.#url = url;
      void drain(reader);
      return;
    }
    throw new Error(`The server did not start: ${await this.#log}`);
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    try {
      child.kill("SIGKILL");
    } catch (error) {
      // It has ended already, as one does that cannot start.
      if (!(error instanceof TypeError)) throw error;
    }
    await child.status;
    await this.#log;
  }

  /** Stops its process without ending it. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  /** Lets its process go on. */
  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Stops it, and gives its exit code and its log. */
  async stop(): Promise<{ code: number; log: string }> {
    const child = this.#child!;
    this.#child = null;
    child.kill("SIGTERM");
    const { code } = await child.status;
    return { code, log: await this.#log! };
  }
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}
